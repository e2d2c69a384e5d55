// What a process knows of the API model: its caches, and the watches that fill them.
import {
  toCachedAsvc,
  toCachedService,
  toCachedSlice,
  type CachedSlice,
} from '../../../src/controller/cachedObject.ts';
import { makeCaches } from '../../../src/controller/caches.ts';
import { NodeCensus } from '../../../src/controller/nodeCensus.ts';
import { toNodeView } from '../../../src/controller/nodeView.ts';
import { toPodView } from '../../../src/controller/podView.ts';
import type { Recollections } from '../../../src/controller/recollection.ts';
import { activeStandbyServices, endpointSlices, nodes, pods, services } from '../../../src/controller/resources.ts';
import type { MirrorOptions } from '../../../src/kube/mirror.ts';
import type { Clock } from '../../../src/kube/clock.ts';
import type { StoredObject } from '../../../src/kube/store.ts';
import type { ApiModel } from '../model/apiModel.ts';
import { ModelFeed } from '../model/feed.ts';
import { noLeases } from '../election/nodes.ts';

function ignore(): void {}

/** Nobody waits for a turn: a test says when a pass is made. */
const triggers = { nodeChanged: ignore, holdChanged: ignore, nodesReadable: ignore };

type Followed<T extends StoredObject> = Omit<MirrorOptions<T>, 'observer' | 'onChange'> &
  Partial<Pick<MirrorOptions<T>, 'onChange'>>;

export class ModelScope {
  readonly caches = makeCaches();
  readonly census: NodeCensus;
  readonly slices: ModelFeed<CachedSlice>;
  readonly #model: ApiModel;
  readonly #feeds: { stop(): void }[] = [];

  constructor(model: ApiModel, clock: Clock, recollections: Recollections) {
    this.#model = model;
    const { caches } = this;
    const observer = { counted: ignore, holdChanged: ignore };
    const census = new NodeCensus({ nodes: caches.nodes, leases: noLeases, clock, triggers, observer });
    this.census = census;
    this.slices = this.#follow({
      resource: endpointSlices,
      transform: (slice) => toCachedSlice(slice, caches.parsed),
      store: caches.slices,
      onChange: (change) => void (change.type === 'Deleted' && recollections.sliceDeleted(change)),
    });
    this.#follow({
      resource: activeStandbyServices,
      transform: (asvc) => toCachedAsvc(asvc, caches.parsed),
      store: caches.asvcs,
    });
    this.#follow({ resource: pods, transform: (pod) => toPodView(pod, caches.labelDemand), store: caches.pods });
    this.#follow({
      resource: nodes,
      transform: toNodeView,
      store: caches.nodes,
      onChange: (change) => census.changed(change),
    });
    this.#follow({
      resource: services,
      transform: (service) => toCachedService(service, caches.parsed),
      store: caches.services,
    });
    census.isReadable = true;
  }

  /** Its watches end. */
  stop(): void {
    for (const feed of this.#feeds) feed.stop();
  }

  #follow<T extends StoredObject>(options: Followed<T>): ModelFeed<T> {
    const feed = new ModelFeed<T>(this.#model, { onChange: ignore, ...options });
    this.#feeds.push(feed);
    return feed;
  }
}
