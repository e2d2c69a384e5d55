// How does a process take part in an election by Lease?
// It watches the Lease, so that it knows at once when that is given back, and counts silence from what it was told.
import type { ApiClient } from '../api/apiClient.ts';
import { Reflector } from '../cache/reflector.ts';
import type { Rollbacks } from '../cache/rollbacks.ts';
import { Store, type StoredObject } from '../cache/store.ts';
import type { ApiObserver } from '../observer.ts';
import type { ObjectName } from '../resource.ts';
import type { Clock } from '../timing/clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { KubeObject } from '../wire.ts';
import { LeaderElector, type LeaderElectorOptions, type LeadershipObserver } from './leaderElector.ts';
import { leases, type Lease, type LeaseSpec } from './lease.ts';
import { LeaseLock } from './leaseLock.ts';
import type { LeaseTiming } from './leaseTiming.ts';
import { LeaseView } from './leaseView.ts';

export interface CampaignObserver extends LeadershipObserver {
  /** The Lease says something else than before. */
  leaseSeen(spec: LeaseSpec): void;
}

export interface CampaignOptions extends Pick<LeaderElectorOptions, 'identity' | 'lead'> {
  /** What the watch of the Lease goes through. */
  readonly transport: Transport;
  /** A client for the Lease, whose calls take no longer than this. */
  readonly forLease: (deadlineMs: number) => ApiClient;
  readonly lease: ObjectName;
  readonly timing: LeaseTiming;
  readonly clock: Clock;
  readonly observer: CampaignObserver;
  readonly apiObserver: ApiObserver;
  readonly rollbacks?: Rollbacks;
}

interface StoredLease extends StoredObject {
  readonly lease: Lease;
}

export class Campaign {
  readonly #options: CampaignOptions;
  readonly #stopping = new AbortController();
  readonly #view: LeaseView;
  readonly #elector: LeaderElector;
  readonly #reflector: Reflector<StoredLease>;

  constructor(options: CampaignOptions) {
    this.#options = options;
    const { forLease, lease: name, timing, clock } = options;
    // Two tries fit into the renew deadline, as in client-go.
    const client = forLease(timing.renewDeadlineMs / 2);
    this.#view = new LeaseView(timing.leaseDurationMs);
    const lock = new LeaseLock({ ...rollbacksOf(options), client, name, view: this.#view, clock });
    this.#elector = new LeaderElector({ ...options, lock, view: this.#view });
    this.#reflector = this.#makeReflector();
  }

  start(): void {
    const stop = this.#options.rollbacks?.listen(() => this.#view.startAnew());
    if (stop !== undefined) this.#stopping.signal.addEventListener('abort', stop, { once: true });
    this.#reflector.start(this.#stopping.signal);
    this.#elector.start();
  }

  /** See the elector: a Lease is given back only when nothing is being written any more. */
  async stop(options: { readonly release: boolean }): Promise<void> {
    this.#stopping.abort();
    await this.#elector.stop(options);
    await this.#reflector.ended;
  }

  #makeReflector(): Reflector<StoredLease> {
    const { transport, lease, timing, clock, apiObserver } = this.#options;
    return new Reflector<StoredLease>({
      ...rollbacksOf(this.#options),
      resource: leases,
      namespace: lease.namespace,
      fieldSelector: `metadata.name=${lease.name}`,
      transport,
      transform: toStoredLease,
      store: new Store(),
      onChange: ({ type, object }) => this.#changed(type, object),
      observer: apiObserver,
      clock,
      // A Lease that is held speaks every second or so.
      idleTimeoutMs: timing.leaseDurationMs,
    });
  }

  #changed(type: 'Added' | 'Modified' | 'Deleted', { lease, metadata }: StoredLease): void {
    const { clock, observer } = this.#options;
    if (type === 'Deleted') this.#view.seeGone(metadata.resourceVersion);
    else this.#view.see(lease, clock.monotonicMs());
    if (lease.spec !== undefined) observer.leaseSeen(lease.spec);
    this.#elector.noteNews();
  }
}

function toStoredLease(object: KubeObject): StoredLease {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = object.metadata ?? {};
  return { metadata: { namespace, name, uid, resourceVersion }, lease: object };
}

function rollbacksOf({ rollbacks }: CampaignOptions): { readonly rollbacks?: Rollbacks } {
  return rollbacks === undefined ? {} : { rollbacks };
}
