// Reads and writes the Lease. Each write carries the resourceVersion it is based on: of two concurrent writes one fails
// with a conflict, and its process then reads the new holder.
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

  /** Reads the stored Lease into the view. Rejects with an ApiError; a missing Lease is no error. */
  async read(): Promise<void> {
    const { client, name, view, rollbacks } = this.#options;
    const { version } = view;
    try {
      const lease = await client.get<Lease>(leases, name);
      // A quorum read returned an older version than one seen before it: the data went back.
      if (isNewer(version, lease.metadata?.resourceVersion ?? '')) {
        view.resetAfterRollback();
        rollbacks?.seen();
      }
      this.#see(lease);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // Another write may have created it again meanwhile.
      view.seeGone(version);
    }
  }

  /** Rejects with an ApiError. After a conflict the view shows the current holder. */
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
