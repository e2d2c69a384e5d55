// Acquires or renews the Lease by one write, and says until when it is held then: for the renew deadline from before
// the request was sent, however late the answer is.
import { isAlreadyExists, isConflict } from '../api/apiError.ts';
import type { Clock } from '../timing/clock.ts';
import { claimed } from './lease.ts';
import type { LeaseLock } from './leaseLock.ts';
import type { LeaseTiming } from './leaseTiming.ts';
import type { LeaseView } from './leaseView.ts';

export interface LeaseClaimsOptions {
  readonly lock: Pick<LeaseLock, 'write'>;
  readonly view: LeaseView;
  readonly identity: string;
  readonly timing: LeaseTiming;
  readonly clock: Clock;
  readonly observer: { leaseFailed(error: unknown): void };
}

export class LeaseClaims {
  readonly #options: LeaseClaimsOptions;

  constructor(options: LeaseClaimsOptions) {
    this.#options = options;
  }

  /** After a rollback another process may have acquired it in the lost history. */
  get isOurs(): boolean {
    const { view, identity } = this.#options;
    return view.holder === identity && !view.isRestored;
  }

  /** Returns the end of the leadership in monotonic ms; undefined: failed, or outcome unknown. Never rejects. */
  async claim(): Promise<number | undefined> {
    const first = await this.#write();
    // Another write of ours took effect without a response, or another client labelled the Lease.
    const last = first === 'Conflict' && this.isOurs ? await this.#write() : first;
    return typeof last === 'number' ? last : undefined;
  }

  async #write(): Promise<number | 'Conflict' | 'Failed'> {
    const { lock, view, identity, timing, clock, observer } = this.#options;
    const untilMs = clock.monotonicMs() + timing.renewDeadlineMs;
    const claim = { identity, durationMs: timing.leaseDurationMs, atMs: clock.wallMs() };
    try {
      await lock.write(claimed(view.lease?.spec, claim));
      return clock.monotonicMs() < untilMs ? untilMs : 'Failed';
    } catch (error) {
      if (isConflict(error) || isAlreadyExists(error)) return 'Conflict';
      observer.leaseFailed(error);
      return 'Failed';
    }
  }
}
