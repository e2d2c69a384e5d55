// Leader election with a Lease, as client-go's: acquires the Lease, leads while it can renew it, then starts over.
import { isConflict } from '../api/apiError.ts';
import type { Clock } from '../timing/clock.ts';
import { jittered } from '../timing/jittered.ts';
import { settlesWithin } from '../timing/settlesWithin.ts';
import { sleep } from '../timing/sleep.ts';
import { TimedLeadership, type Leadership } from './leadership.ts';
import { released } from './lease.ts';
import { LeaseClaims } from './leaseClaims.ts';
import type { LeaseLock } from './leaseLock.ts';
import { JITTER, type LeaseTiming } from './leaseTiming.ts';
import type { LeaseView } from './leaseView.ts';

export interface LeadershipObserver {
  gained(): void;
  /** The reason is a LeadershipEndedError. */
  lost(reason: unknown): void;
  /** The Lease could not be read or written; retried. */
  leaseFailed(error: unknown): void;
}

export interface LeaderElectorOptions {
  readonly lock: Pick<LeaseLock, 'read' | 'write'>;
  /** Shared with the lock and with the watch of the Lease. */
  readonly view: LeaseView;
  /** Unique per process: a restarted pod has another one. */
  readonly identity: string;
  readonly timing: LeaseTiming;
  readonly clock: Clock;
  readonly observer: LeadershipObserver;
  /** Called for each leadership, ends when its signal is aborted. The next leadership waits until it has settled. */
  readonly lead: (leadership: Leadership) => Promise<void>;
  readonly random?: () => number;
}

/**
 * Guarantees:
 * - No two processes hold the leadership at once: a leader counts the renew deadline from before it sends a renewal,
 *   a follower counts the longer lease duration from after it saw one. Their clocks need not agree, only run evenly.
 * - A process that was paused or cut off finds `isHeld()` false when it continues, before any timer or event.
 * - `lead` is never called again before its previous call has settled.
 * - A Lease is written only against the version in the view; on a conflict the holder is read before the next attempt.
 * Caveats:
 * - A write that was sent before the leadership ended may take effect after it.
 * - A deleted Lease does not end the leadership: the leader creates it again, and others still wait for its duration.
 * - `stop({ release: true })` lets another process lead at once: call it only when no write is in flight.
 */
export class LeaderElector {
  readonly #options: LeaderElectorOptions;
  readonly #random: () => number;
  readonly #claims: LeaseClaims;
  readonly #stopping = new AbortController();
  #changed = new AbortController();
  #leadership: TimedLeadership | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: LeaderElectorOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#claims = new LeaseClaims(options);
  }

  start(): void {
    this.#ended = this.#run(this.#stopping.signal);
  }

  /** To be called when the watch of the Lease has changed the view. */
  viewChanged(): void {
    this.#resignIfReplaced();
    this.#changed.abort();
    this.#changed = new AbortController();
  }

  /** Ends the leadership, and releases the Lease if asked to; otherwise it expires. */
  async stop({ release }: { readonly release: boolean }): Promise<void> {
    this.#stopping.abort();
    this.#leadership?.end('this process is stopping');
    await this.#ended;
    if (release) await this.#release();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { observer, lead } = this.#options;
    await this.#readFirst(signal);
    while (!signal.aborted) {
      const leadership = await this.#acquire(signal);
      if (leadership === undefined) return;
      this.#leadership = leadership;
      leadership.signal.addEventListener('abort', () => observer.lost(leadership.signal.reason), { once: true });
      observer.gained();
      await Promise.all([this.#renew(leadership), lead(leadership)]);
    }
  }

  /** Reads the Lease before the first attempt, so that a held Lease is not written. */
  async #readFirst(signal: AbortSignal): Promise<void> {
    const { lock, observer, timing, clock } = this.#options;
    while (!signal.aborted) {
      try {
        return await lock.read();
      } catch (error) {
        observer.leaseFailed(error);
        await sleep(clock, jittered(timing.retryPeriodMs, JITTER, this.#random), signal);
      }
    }
  }

  async #acquire(signal: AbortSignal): Promise<TimedLeadership | undefined> {
    const { view, timing, clock } = this.#options;
    while (!signal.aborted) {
      const waitMs = view.freeFromMs - clock.monotonicMs();
      if (waitMs > 0) {
        // A process that lost its own Lease, or that was answered too late, lets a faster one go first.
        const laterMs = (this.#claims.isOurs ? timing.retryPeriodMs : 0) + 0.2 * timing.retryPeriodMs * this.#random();
        await this.#sleepUntilChange(waitMs + laterMs, signal);
        continue;
      }
      const untilMs = await this.#claims.claim();
      if (untilMs !== undefined && !signal.aborted) return new TimedLeadership(clock, untilMs);
      await this.#sleepUntilChange(jittered(timing.retryPeriodMs, JITTER, this.#random), signal);
    }
    return undefined;
  }

  async #renew(leadership: TimedLeadership): Promise<void> {
    const { timing, clock } = this.#options;
    let sentMs = clock.monotonicMs();
    let pending: readonly Promise<void>[] = [];
    for (;;) {
      // Without jitter, because only one process renews.
      const nextMs = sentMs + timing.retryPeriodMs;
      await sleep(clock, Math.max(nextMs - clock.monotonicMs(), 0), leadership.signal);
      if (!leadership.isHeld()) return;
      sentMs = clock.monotonicMs();
      const attempts = [...pending, this.#renewOnce(leadership)];
      pending = (await this.#answeredSoon(Promise.race(attempts))) ? [] : attempts;
    }
  }

  async #renewOnce(leadership: TimedLeadership): Promise<void> {
    const untilMs = await this.#claims.claim();
    if (untilMs === undefined) this.#resignIfReplaced();
    else leadership.extend(untilMs);
  }

  /**
   * The connection may be broken, so another renewal follows on another one. The first continues, because a server that
   * was only frozen answers it sooner.
   */
  #answeredSoon(attempt: Promise<unknown>): Promise<boolean> {
    const { clock, timing } = this.#options;
    return settlesWithin(clock, timing.renewDeadlineMs / 2, attempt);
  }

  /** A missing Lease is created again by the next renewal; one with another holder ends the leadership. */
  #resignIfReplaced(): void {
    const { view, identity } = this.#options;
    if (view.lease === undefined || view.holder === identity) return;
    this.#leadership?.end(
      view.holder === '' ? 'the Lease was released by another client' : `${view.holder} acquired the Lease`,
    );
  }

  async #release(): Promise<void> {
    const { lock, view, identity, clock, observer } = this.#options;
    // Twice: after a renewal without a response the version in the view is old, and the first attempt conflicts.
    for (let attempts = 0; attempts < 2; attempts++) {
      const spec = view.lease?.spec;
      if (spec === undefined || view.holder !== identity) return;
      try {
        return await lock.write(released(spec, clock.wallMs()));
      } catch (error) {
        if (!isConflict(error)) observer.leaseFailed(error);
      }
    }
  }

  /** Ends early when the view changes. */
  async #sleepUntilChange(delayMs: number, signal: AbortSignal): Promise<void> {
    await sleep(this.#options.clock, delayMs, AbortSignal.any([signal, this.#changed.signal]));
  }
}
