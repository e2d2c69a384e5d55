// Watches of one namespace, or of the whole cluster: ActiveStandbyServices, Services, EndpointSlices and pods.
import type { PodView } from '../../election/podView.ts';
import { isForbidden } from '../../kube/api/apiError.ts';
import type { Change } from '../../kube/cache/change.ts';
import { Reflector, type ReflectorOptions } from '../../kube/cache/reflector.ts';
import type { Rollbacks } from '../../kube/cache/rollbacks.ts';
import type { StoredObject } from '../../kube/cache/store.ts';
import type { Connection } from '../../kube/connect.ts';
import type { ApiObserver } from '../../kube/observer.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { toCachedAsvc, toCachedService, toCachedSlice } from '../cache/cachedObject.ts';
import type { Caches } from '../cache/caches.ts';
import { internedWithPrevious } from '../cache/internPodView.ts';
import { podProtobufReader } from '../cache/podProtobuf.ts';
import { toPodView } from '../cache/podView.ts';
import { activeStandbyServices, endpointSlices, pods, services } from '../cache/resources.ts';
import type { SliceDeletion } from '../reconcile/reconcileState.ts';
import type { Triggers } from './triggers.ts';

export interface NamespaceWatchesOptions {
  /** '' is the whole cluster. */
  readonly namespace: string;
  readonly caches: Caches;
  readonly triggers: Triggers;
  readonly podChanged: (change: Change<PodView>) => void;
  readonly sliceDeleted: (change: SliceDeletion) => void;
  readonly connection: Pick<Connection, 'transport'>;
  readonly clock: Clock;
  readonly apiObserver: ApiObserver;
  readonly rollbacks?: Rollbacks;
}

/** A frozen connection must not hide a pod's failure for long; no other watch is as urgent. */
const POD_IDLE_MS = 12_000;

type Followed = Pick<Reflector<StoredObject>, 'start' | 'synced' | 'ended' | 'refresh'>;

export class NamespaceWatches {
  readonly #options: NamespaceWatchesOptions;
  /** A new leader must read these after its predecessor's last write: they record which terms were given out. */
  readonly #ledgers: readonly Followed[];
  readonly #asvcs: Followed;
  /** Resolved when they are listed, or listing them is forbidden. */
  readonly #asvcsAnswered = Promise.withResolvers<void>();
  readonly #pods: Followed;
  readonly #services: Followed;

  constructor(options: NamespaceWatchesOptions) {
    this.#options = options;
    this.#asvcs = this.#makeAsvcs();
    this.#ledgers = [this.#asvcs, this.#makeSlices()];
    this.#pods = this.#makePods();
    this.#services = this.#makeServices();
  }

  get namespace(): string {
    return this.#options.namespace;
  }

  start(signal: AbortSignal): void {
    for (const followed of [...this.#ledgers, this.#services]) followed.start(signal);
    // Pods last: their views keep only labels that a known object selects by.
    void this.#asvcs.synced.then(this.#asvcsAnswered.resolve);
    void this.#asvcsAnswered.promise.then(() => signal.aborted || this.#pods.start(signal));
  }

  /** Resolves when all four resources are in the caches. */
  async synced(): Promise<void> {
    await Promise.all(this.#all().map((followed) => followed.synced));
  }

  /** Lists ActiveStandbyServices and slices again; resolves when the caches have a state from after this call. */
  async refreshLedgers(): Promise<void> {
    await Promise.all(this.#ledgers.map((ledger) => ledger.refresh()));
  }

  async ended(): Promise<void> {
    await Promise.all(this.#all().map((followed) => followed.ended));
  }

  #all(): readonly Followed[] {
    return [...this.#ledgers, this.#pods, this.#services];
  }

  #makeAsvcs(): Followed {
    const { caches, triggers } = this.#options;
    return this.#reflector({
      resource: activeStandbyServices,
      transform: (object) => toCachedAsvc(object, caches),
      store: caches.asvcs,
      onChange: (change) => triggers.asvcChanged(change),
      observer: this.#asvcsObserver(),
    });
  }

  /** Starts the pods also where objects may not be listed, so that all missing permissions are reported at once. */
  #asvcsObserver(): ApiObserver {
    const { apiObserver } = this.#options;
    return {
      ...apiObserver,
      listFailed: (event) => {
        apiObserver.listFailed(event);
        if (isForbidden(event.error)) this.#asvcsAnswered.resolve();
      },
    };
  }

  #makeSlices(): Followed {
    const { caches, triggers, sliceDeleted } = this.#options;
    return this.#reflector({
      resource: endpointSlices,
      transform: (object) => toCachedSlice(object, caches.parsed),
      store: caches.slices,
      onChange: (change) => {
        if (change.type === 'Deleted') sliceDeleted(change);
        triggers.sliceChanged(change);
      },
    });
  }

  #makePods(): Followed {
    const { caches, podChanged } = this.#options;
    const { labelDemand } = caches;
    return this.#reflector({
      resource: pods,
      transform: (object) => toPodView(object, labelDemand),
      fromProtobuf: podProtobufReader(labelDemand),
      share: internedWithPrevious,
      store: caches.pods,
      onChange: podChanged,
      idleTimeoutMs: POD_IDLE_MS,
    });
  }

  #makeServices(): Followed {
    const { caches, triggers } = this.#options;
    return this.#reflector({
      resource: services,
      transform: (object) => toCachedService(object, caches.parsed),
      store: caches.services,
      onChange: (change) => triggers.serviceChanged(change),
    });
  }

  #reflector<T extends StoredObject>(
    options: Omit<ReflectorOptions<T>, 'transport' | 'clock' | 'observer' | 'namespace'> &
      Partial<Pick<ReflectorOptions<T>, 'observer'>>,
  ): Followed {
    const { namespace, connection, clock, apiObserver: observer, rollbacks } = this.#options;
    const where = { ...(namespace === '' ? {} : { namespace }), ...(rollbacks === undefined ? {} : { rollbacks }) };
    return new Reflector<T>({ observer, ...options, ...where, transport: connection.transport, clock });
  }
}
