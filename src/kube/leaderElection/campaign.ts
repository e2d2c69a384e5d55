// Takes part in leader election with a Lease: watches the Lease, acquires it, renews it and releases it.
// The watch shows a released Lease at once, and every change of it restarts the wait for its expiry.
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
  /** The Lease was read or has changed. */
  leaseSeen(spec: LeaseSpec): void;
}

export interface CampaignOptions extends Pick<LeaderElectorOptions, 'identity' | 'lead'> {
  /** Used by the watch of the Lease. */
  readonly transport: Transport;
  /** A client for the Lease; its calls fail after the deadline. */
  readonly forLease: (deadlineMs: number) => ApiClient;
  readonly lease: ObjectName;
  readonly timing: LeaseTiming;
  readonly clock: Clock;
  readonly observer: CampaignObserver;
  readonly apiObserver: ApiObserver;
  readonly rollbacks?: Rollbacks;
}

/**
 * A held Lease changes with every renewal, so a silent watch is a broken one. No need to notice that sooner: a follower
 * whose watch is silent reads the Lease when it expires. A watch lasts about two thirds of this, and each costs a request.
 */
const WATCH_IDLE_MS = 12_000;

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
    // A later answer would renew nothing.
    const client = forLease(timing.renewDeadlineMs);
    this.#view = new LeaseView(timing.leaseDurationMs);
    const lock = new LeaseLock({ ...rollbacksOf(options), client, name, view: this.#view, clock });
    this.#elector = new LeaderElector({ ...options, lock, view: this.#view });
    this.#reflector = this.#makeReflector();
  }

  start(): void {
    const stop = this.#options.rollbacks?.listen(() => this.#view.resetAfterRollback());
    if (stop !== undefined) this.#stopping.signal.addEventListener('abort', stop, { once: true });
    this.#reflector.start(this.#stopping.signal);
    this.#elector.start();
  }

  /** Ends the leadership. `release`: no write is in flight, so that the Lease may be released at once. */
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
      idleTimeoutMs: Math.max(timing.leaseDurationMs, WATCH_IDLE_MS),
    });
  }

  #changed(type: 'Added' | 'Modified' | 'Deleted', { lease, metadata }: StoredLease): void {
    const { clock, observer } = this.#options;
    if (type === 'Deleted') this.#view.seeGone(metadata.resourceVersion);
    else this.#view.see(lease, clock.monotonicMs());
    if (lease.spec !== undefined) observer.leaseSeen(lease.spec);
    this.#elector.viewChanged();
  }
}

function toStoredLease(object: KubeObject): StoredLease {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = object.metadata ?? {};
  return { metadata: { namespace, name, uid, resourceVersion }, lease: object };
}

function rollbacksOf({ rollbacks }: CampaignOptions): { readonly rollbacks?: Rollbacks } {
  return rollbacks === undefined ? {} : { rollbacks };
}
