// The caches of a process, and the watches of the API model that fill them.
import {
  toCachedAsvc,
  toCachedService,
  toCachedSlice,
  type CachedSlice,
} from '../../../src/controller/cache/cachedObject.ts';
import { makeCaches } from '../../../src/controller/cache/caches.ts';
import { toNodeView } from '../../../src/controller/cache/nodeView.ts';
import { toPodView } from '../../../src/controller/cache/podView.ts';
import {
  activeStandbyServices,
  endpointSlices,
  nodes,
  pods,
  services,
} from '../../../src/controller/cache/resources.ts';
import { NodeMonitor } from '../../../src/controller/nodes/nodeMonitor.ts';
import type { ReconcileStates } from '../../../src/controller/reconcile/reconcileState.ts';
import type { StoredObject } from '../../../src/kube/cache/store.ts';
import type { StoreWriterOptions } from '../../../src/kube/cache/storeWriter.ts';
import type { Clock } from '../../../src/kube/timing/clock.ts';
import { noLeases } from '../election/nodes.ts';
import type { ApiModel } from '../model/apiModel.ts';
import { ModelFeed } from '../model/feed.ts';

function ignore(): void {}

/** Drops the triggers: a test says when to reconcile. */
const triggers = { nodeChanged: ignore, holdChanged: ignore, nodesReadable: ignore };

type Followed<T extends StoredObject> = Omit<StoreWriterOptions<T>, 'observer' | 'onChange'> &
  Partial<Pick<StoreWriterOptions<T>, 'onChange'>>;

export class ModelWatches {
  readonly caches = makeCaches();
  readonly nodeMonitor: NodeMonitor;
  readonly slices: ModelFeed<CachedSlice>;
  readonly #model: ApiModel;
  readonly #feeds: { stop(): void }[] = [];

  constructor(model: ApiModel, clock: Clock, reconcileStates: ReconcileStates) {
    this.#model = model;
    const { caches } = this;
    const observer = { counted: ignore, holdChanged: ignore };
    const nodeMonitor = new NodeMonitor({ nodes: caches.nodes, leases: noLeases, clock, triggers, observer });
    this.nodeMonitor = nodeMonitor;
    this.slices = this.#follow({
      resource: endpointSlices,
      transform: (slice) => toCachedSlice(slice, caches.parsed),
      store: caches.slices,
      onChange: (change) => void (change.type === 'Deleted' && reconcileStates.sliceDeleted(change)),
    });
    this.#follow({
      resource: activeStandbyServices,
      transform: (asvc) => toCachedAsvc(asvc, caches),
      store: caches.asvcs,
    });
    this.#follow({ resource: pods, transform: (pod) => toPodView(pod, caches.labelDemand), store: caches.pods });
    this.#follow({
      resource: nodes,
      transform: toNodeView,
      store: caches.nodes,
      onChange: (change) => nodeMonitor.changed(change),
    });
    this.#follow({
      resource: services,
      transform: (service) => toCachedService(service, caches.parsed),
      store: caches.services,
    });
    nodeMonitor.isReadable = true;
  }

  /** Ends its watches. */
  stop(): void {
    for (const feed of this.#feeds) feed.stop();
  }

  #follow<T extends StoredObject>(options: Followed<T>): ModelFeed<T> {
    const feed = new ModelFeed<T>(this.#model, { onChange: ignore, ...options });
    this.#feeds.push(feed);
    return feed;
  }
}
