// What is followed of a namespace, or of the whole cluster? Everything that a decision about its objects needs.
import type { Connection } from '../kube/connect.ts';
import type { Clock } from '../kube/clock.ts';
import type { ApiObserver } from '../kube/observer.ts';
import { Reflector, type ReflectorOptions } from '../kube/reflector.ts';
import type { Rollbacks } from '../kube/rollbacks.ts';
import type { StoredObject } from '../kube/store.ts';
import { toCachedAsvc, toCachedService, toCachedSlice } from './cachedObject.ts';
import type { Caches } from './caches.ts';
import { podMessageReader } from './podMessage.ts';
import { toPodView } from './podView.ts';
import type { SliceDeletion } from './recollection.ts';
import { Relisting } from './relisting.ts';
import { activeStandbyServices, endpointSlices, pods, services } from './resources.ts';
import { podViewSharing } from './sharedPodView.ts';
import type { Triggers } from './triggers.ts';

export interface ScopeOptions {
  /** '' is the whole cluster. */
  readonly namespace: string;
  readonly caches: Caches;
  readonly triggers: Triggers;
  readonly sliceDeleted: (change: SliceDeletion) => void;
  readonly connection: Pick<Connection, 'transport'>;
  readonly clock: Clock;
  readonly apiObserver: ApiObserver;
  readonly rollbacks?: Rollbacks;
}

/** A pod's failure must not go unseen for long because a connection is frozen; nothing else is urgent. */
const POD_IDLE_MS = 12_000;

type Followed = Pick<Reflector<StoredObject>, 'start' | 'synced' | 'ended' | 'refresh'>;

export class Scope {
  readonly #options: ScopeOptions;
  /** Of these a leader must know the last word of his predecessor: they say which terms were given out. */
  readonly #ledgers: readonly Followed[];
  readonly #pods: Followed;
  readonly #services: Followed;
  readonly #relisting: Relisting;

  constructor(options: ScopeOptions) {
    this.#options = options;
    this.#ledgers = this.#makeLedgers();
    this.#pods = this.#makePods();
    this.#services = this.#makeServices();
    this.#relisting = new Relisting({ clock: options.clock, refresh: () => this.#pods.refresh() });
    // What is known of the pods does not tell what stands in one more annotation.
    options.caches.annotationKeys.onAdded(() => this.#relisting.ask());
  }

  get namespace(): string {
    return this.#options.namespace;
  }

  start(signal: AbortSignal): void {
    for (const followed of this.#all()) followed.start(signal);
    signal.addEventListener('abort', () => this.#relisting.stop(), { once: true });
  }

  /** Resolves when everything is in the caches, and all that the objects ask for is known of the pods. */
  async synced(): Promise<void> {
    await Promise.all(this.#all().map((followed) => followed.synced));
    await this.#relisting.done;
  }

  /** Resolves when the caches have what was there after this call. */
  async refreshLedgers(): Promise<void> {
    await Promise.all(this.#ledgers.map((ledger) => ledger.refresh()));
  }

  async ended(): Promise<void> {
    await Promise.all(this.#all().map((followed) => followed.ended));
  }

  #all(): readonly Followed[] {
    return [...this.#ledgers, this.#pods, this.#services];
  }

  #makeLedgers(): readonly Followed[] {
    const { caches, triggers, sliceDeleted } = this.#options;
    return [
      this.#reflector({
        resource: activeStandbyServices,
        transform: toCachedAsvc,
        store: caches.asvcs,
        onChange: (change) => triggers.asvcChanged(change),
      }),
      this.#reflector({
        resource: endpointSlices,
        transform: toCachedSlice,
        store: caches.slices,
        onChange: (change) => {
          if (change.type === 'Deleted') sliceDeleted(change);
          triggers.sliceChanged(change);
        },
      }),
    ];
  }

  #makePods(): Followed {
    const { caches, triggers } = this.#options;
    const { annotationKeys } = caches;
    const share = podViewSharing();
    return this.#reflector({
      resource: pods,
      transform: (object) => share(toPodView(object, annotationKeys)),
      fromProtobuf: podMessageReader(annotationKeys),
      store: caches.pods,
      onChange: (change) => triggers.podChanged(change),
      idleTimeoutMs: POD_IDLE_MS,
    });
  }

  #makeServices(): Followed {
    const { caches, triggers } = this.#options;
    return this.#reflector({
      resource: services,
      transform: toCachedService,
      store: caches.services,
      onChange: (change) => triggers.serviceChanged(change),
    });
  }

  #reflector<T extends StoredObject>(
    options: Omit<ReflectorOptions<T>, 'transport' | 'clock' | 'observer' | 'namespace'>,
  ): Followed {
    const { namespace, connection, clock, apiObserver: observer, rollbacks } = this.#options;
    const where = { ...(namespace === '' ? {} : { namespace }), ...(rollbacks === undefined ? {} : { rollbacks }) };
    return new Reflector<T>({ ...options, ...where, transport: connection.transport, clock, observer });
  }
}
