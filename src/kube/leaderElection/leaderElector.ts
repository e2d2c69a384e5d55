// Who of several processes leads?
// At most one at any moment: a leader counts what it holds from before it asked for that, and gives up well before those
// who wait, who count from after they were told. Both by their own monotonic clocks, which need not agree.
import { isAlreadyExists, isConflict } from '../api/apiError.ts';
import type { Clock } from '../timing/clock.ts';
import { jittered } from '../timing/jittered.ts';
import { sleep } from '../timing/sleep.ts';
import { TimedLeadership, type Leadership } from './leadership.ts';
import { claimed, released } from './lease.ts';
import type { LeaseLock } from './leaseLock.ts';
import { JITTER, type LeaseTiming } from './leaseTiming.ts';
import type { LeaseView } from './leaseView.ts';

export interface LeadershipObserver {
  gained(): void;
  /** With a LeadershipEndedError. */
  lost(reason: unknown): void;
  /** The Lease could not be read or written; that is tried again. */
  leaseFailed(error: unknown): void;
}

export interface LeaderElectorOptions {
  readonly lock: Pick<LeaseLock, 'read' | 'write'>;
  /** Shared with the lock, and with whoever watches the Lease. */
  readonly view: LeaseView;
  /** Of this process alone: not of a predecessor under the same name. */
  readonly identity: string;
  readonly timing: LeaseTiming;
  readonly clock: Clock;
  readonly observer: LeadershipObserver;
  /** What is done while leading, until the signal is aborted. There is no next leadership before it has settled. */
  readonly lead: (leadership: Leadership) => Promise<void>;
  readonly random?: () => number;
}

export class LeaderElector {
  readonly #options: LeaderElectorOptions;
  readonly #random: () => number;
  readonly #stopping = new AbortController();
  #news = new AbortController();
  #leadership: TimedLeadership | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: LeaderElectorOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  start(): void {
    this.#ended = this.#run(this.#stopping.signal);
  }

  /** To be called after somebody else than the lock has changed the view. */
  noteNews(): void {
    this.#resignIfReplaced();
    this.#news.abort();
    this.#news = new AbortController();
  }

  /**
   * Ends the leadership. A Lease that is given back may be another's at once, so only when no write is under way any
   * more; one that is not given back runs out by itself.
   */
  async stop({ release }: { readonly release: boolean }): Promise<void> {
    this.#stopping.abort();
    this.#leadership?.end('this process stops');
    await this.#ended;
    if (release) await this.#release();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { observer, lead } = this.#options;
    await this.#readOnce(signal);
    while (!signal.aborted) {
      const leadership = await this.#acquire(signal);
      if (leadership === undefined) return;
      this.#leadership = leadership;
      leadership.signal.addEventListener('abort', () => observer.lost(leadership.signal.reason), { once: true });
      observer.gained();
      await Promise.all([this.#keep(leadership), lead(leadership)]);
    }
  }

  /** Until it is known whether somebody leads, nobody is disturbed by a try. */
  async #readOnce(signal: AbortSignal): Promise<void> {
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
    const { view, identity, timing, clock } = this.#options;
    while (!signal.aborted) {
      const isOurs = view.holder === identity && !view.isRestored;
      const waitMs = isOurs ? 0 : view.freeFromMs - clock.monotonicMs();
      if (waitMs > 0) {
        await this.#rest(waitMs + 0.2 * timing.retryPeriodMs * this.#random(), signal);
        continue;
      }
      const untilMs = await this.#claim();
      if (untilMs !== undefined && !signal.aborted) return new TimedLeadership(clock, untilMs);
      await this.#rest(jittered(timing.retryPeriodMs, JITTER, this.#random), signal);
    }
    return undefined;
  }

  async #keep(leadership: TimedLeadership): Promise<void> {
    const { timing, clock } = this.#options;
    let askedMs = clock.monotonicMs();
    for (;;) {
      const nextMs = askedMs + jittered(timing.retryPeriodMs, JITTER, this.#random);
      await sleep(clock, Math.max(nextMs - clock.monotonicMs(), 0), leadership.signal);
      if (!leadership.isHeld()) return;
      askedMs = clock.monotonicMs();
      const untilMs = await this.#claim();
      if (untilMs === undefined) this.#resignIfReplaced();
      else leadership.extend(untilMs);
    }
  }

  /** Until when the Lease is ours, in monotonic time; undefined when it is not, or when we do not know. */
  async #claim(): Promise<number | undefined> {
    const { lock, view, identity, timing, clock, observer } = this.#options;
    const untilMs = clock.monotonicMs() + timing.renewDeadlineMs;
    const claim = { identity, durationMs: timing.leaseDurationMs, atMs: clock.wallMs() };
    try {
      await lock.write(claimed(view.lease?.spec, claim));
      return clock.monotonicMs() < untilMs ? untilMs : undefined;
    } catch (error) {
      if (!isConflict(error) && !isAlreadyExists(error)) observer.leaseFailed(error);
      return undefined;
    }
  }

  /** A Lease that is missing will be made again; one in another's name is lost. */
  #resignIfReplaced(): void {
    const { view, identity } = this.#options;
    if (view.lease === undefined || view.holder === identity) return;
    this.#leadership?.end(view.holder === '' ? 'the Lease was taken away' : `${view.holder} has taken the Lease`);
  }

  async #release(): Promise<void> {
    const { lock, view, identity, clock, observer } = this.#options;
    // A second try, because an answer that never came may have left us with an old version.
    for (let tries = 0; tries < 2; tries++) {
      const spec = view.lease?.spec;
      if (spec === undefined || view.holder !== identity) return;
      try {
        return await lock.write(released(spec, clock.wallMs()));
      } catch (error) {
        if (!isConflict(error)) observer.leaseFailed(error);
      }
    }
  }

  /** Ended early by news. */
  async #rest(delayMs: number, signal: AbortSignal): Promise<void> {
    await sleep(this.#options.clock, delayMs, AbortSignal.any([signal, this.#news.signal]));
  }
}
