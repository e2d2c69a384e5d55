// How do caches, triggers and leaderships hang together? From start to stop, one controller.
// It follows what happens in the cluster all the time, and acts on it only while it leads.
import { aborted } from '../kube/aborted.ts';
import type { Connection } from '../kube/connect.ts';
import type { Leadership } from '../kube/leadership.ts';
import type { ApiObserver } from '../kube/observer.ts';
import { Reflector, type ReflectorOptions } from '../kube/reflector.ts';
import type { StoredObject } from '../kube/store.ts';
import { toCachedAsvc, toCachedService, toCachedSlice } from './cachedObject.ts';
import { makeCaches } from './caches.ts';
import { readPodMessage } from './podMessage.ts';
import { toPodView } from './podView.ts';
import { activeStandbyServices, endpointSlices, pods, services } from './resources.ts';
import { Tenure, type TenureOptions } from './tenure.ts';
import { Triggers } from './triggers.ts';

export interface ControllerOptions extends TenureOptions {
  readonly connection: Connection;
  readonly apiObserver: ApiObserver;
}

type Watched = Pick<Reflector<StoredObject>, 'start' | 'synced' | 'ended' | 'refresh'>;

export class Controller {
  readonly #options: ControllerOptions;
  readonly #stopping = new AbortController();
  readonly #caches = makeCaches();
  /** Of these a leader must know the last word of his predecessor: they say which terms were given out. */
  readonly #ledgers: readonly Watched[];
  readonly #others: readonly Watched[];
  #tenure: Tenure | undefined;
  #leading: Promise<void> = Promise.resolve();

  constructor(options: ControllerOptions) {
    this.#options = options;
    const triggers = new Triggers(this.#caches, {
      reconcile: (key, priority) => this.#tenure?.reconcile(key, priority),
      report: (key) => this.#tenure?.report(key),
      end: (asvc) => this.#tenure?.end(asvc),
    });
    this.#ledgers = this.#makeLedgers(triggers);
    this.#others = this.#makeOthers(triggers);
  }

  /** Nothing is decided before every cache is complete. Resolves when they are. */
  async start(): Promise<void> {
    const reflectors = [...this.#ledgers, ...this.#others];
    for (const reflector of reflectors) reflector.start(this.#stopping.signal);
    await Promise.all(reflectors.map(({ synced }) => synced));
  }

  /** Acts until the leadership ends or the controller stops; resolves when nothing of it is under way any more. */
  lead(leadership: Leadership): Promise<void> {
    this.#leading = this.#lead(leadership, AbortSignal.any([leadership.signal, this.#stopping.signal]));
    return this.#leading;
  }

  /** Starts no more writes, and resolves when those under way have been answered or given up. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#leading;
    await Promise.all([...this.#ledgers, ...this.#others].map(({ ended }) => ended));
  }

  async #lead(leadership: Leadership, until: AbortSignal): Promise<void> {
    if (leadership.isSuccession) {
      await Promise.race([Promise.all(this.#ledgers.map((ledger) => ledger.refresh())), aborted(until)]);
    }
    if (until.aborted) return;
    const tenure = new Tenure(leadership, this.#caches, this.#options);
    this.#tenure = tenure;
    tenure.start();
    await aborted(until);
    this.#tenure = undefined;
    await tenure.stop();
  }

  #makeLedgers(triggers: Triggers): readonly Watched[] {
    const { asvcs, slices } = this.#caches;
    return [
      this.#reflector({
        resource: activeStandbyServices,
        transform: toCachedAsvc,
        store: asvcs,
        onChange: (change) => triggers.asvcChanged(change),
      }),
      this.#reflector({
        resource: endpointSlices,
        transform: toCachedSlice,
        store: slices,
        onChange: (change) => {
          if (change.type === 'Deleted') this.#tenure?.sliceDeleted(change);
          triggers.sliceChanged(change);
        },
      }),
    ];
  }

  #makeOthers(triggers: Triggers): readonly Watched[] {
    const { pods: podStore, services: serviceStore } = this.#caches;
    return [
      this.#reflector({
        resource: pods,
        transform: toPodView,
        fromProtobuf: readPodMessage,
        store: podStore,
        onChange: (change) => triggers.podChanged(change),
      }),
      this.#reflector({
        resource: services,
        transform: toCachedService,
        store: serviceStore,
        onChange: (change) => triggers.serviceChanged(change),
      }),
    ];
  }

  #reflector<T extends StoredObject>(
    options: Pick<ReflectorOptions<T>, 'resource' | 'transform' | 'fromProtobuf' | 'store' | 'onChange'>,
  ): Watched {
    const { connection, clock, apiObserver: observer } = this.#options;
    return new Reflector<T>({ ...options, transport: connection.transport, clock, observer });
  }
}
