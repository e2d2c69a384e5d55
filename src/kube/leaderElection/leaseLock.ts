// How is the Lease read and written?
// Each write names the version that it is based on, so of two who write at the same time one is refused, and then looks
// who was faster.
import type { ApiClient } from '../api/apiClient.ts';
import { isAlreadyExists, isConflict, isNotFound } from '../api/apiError.ts';
import { isNewer } from '../api/resourceVersion.ts';
import type { Rollbacks } from '../cache/rollbacks.ts';
import type { ObjectName } from '../resource.ts';
import type { Clock } from '../timing/clock.ts';
import { leases, type Lease, type LeaseSpec } from './lease.ts';
import type { LeaseView } from './leaseView.ts';

export interface LeaseLockOptions {
  readonly client: Pick<ApiClient, 'get' | 'create' | 'update'>;
  readonly name: ObjectName;
  readonly view: LeaseView;
  readonly clock: Clock;
  readonly rollbacks?: Rollbacks;
}

export class LeaseLock {
  readonly #options: LeaseLockOptions;

  constructor(options: LeaseLockOptions) {
    this.#options = options;
  }

  /** Takes what is stored now into the view. */
  async read(): Promise<void> {
    const { client, name, view, rollbacks } = this.#options;
    const { version } = view;
    try {
      const lease = await client.get<Lease>(leases, name);
      // A read of what is stored, which began when that version was known.
      if (isNewer(version, lease.metadata?.resourceVersion ?? '')) {
        view.startAnew();
        rollbacks?.seen();
      }
      this.#see(lease);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      view.seeGone();
    }
  }

  /** Rejects when somebody else wrote since the view was taken, and then shows its holder in the view. */
  async write(spec: LeaseSpec): Promise<void> {
    const { client, name, view } = this.#options;
    const { lease } = view;
    try {
      const written =
        lease === undefined
          ? await client.create<Lease>(leases, { metadata: { ...name }, spec })
          : await client.update<Lease>(leases, { ...lease, spec });
      this.#see(written);
    } catch (error) {
      if (isConflict(error) || isAlreadyExists(error) || isNotFound(error)) await this.read();
      throw error;
    }
  }

  #see(lease: Lease): void {
    this.#options.view.see(lease, this.#options.clock.monotonicMs());
  }
}
