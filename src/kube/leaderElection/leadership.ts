// A leadership that ends by itself: `isHeld` is computed from the monotonic clock, so that a process that was paused,
// starved or cut off sees the end before it does anything else.
import type { Clock } from '../timing/clock.ts';

export class LeadershipEndedError extends Error {
  override readonly name = 'LeadershipEndedError';
}

export interface Leadership {
  /** Aborted with the reason at the end, possibly late, as every event: check `isHeld` before a write. */
  readonly signal: AbortSignal;
  /** Another process may have led before: its last writes must be read first. */
  readonly isSuccession: boolean;
  isHeld(): boolean;
}

/** The leadership of a process that runs without leader election. */
export function unchallenged(signal: AbortSignal): Leadership {
  return { signal, isSuccession: false, isHeld: () => !signal.aborted };
}

/** Ends at its deadline unless it is extended before. Never starts again. */
export class TimedLeadership implements Leadership {
  readonly isSuccession = true;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #untilMs: number;
  #cancel: () => void;

  /** `untilMs`: monotonic time. */
  constructor(clock: Clock, untilMs: number) {
    this.#clock = clock;
    this.#untilMs = untilMs;
    this.#cancel = this.#arm();
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  isHeld(): boolean {
    return !this.signal.aborted && this.#clock.monotonicMs() < this.#untilMs;
  }

  /** Ignores an earlier time: of two renewals the first may be answered last. */
  extend(untilMs: number): void {
    if (!this.isHeld() || untilMs <= this.#untilMs) return;
    this.#cancel();
    this.#untilMs = untilMs;
    this.#cancel = this.#arm();
  }

  /** Only the first reason is kept. */
  end(reason: string): void {
    this.#cancel();
    this.#ended.abort(new LeadershipEndedError(reason));
  }

  #arm(): () => void {
    const remainingMs = this.#untilMs - this.#clock.monotonicMs();
    return this.#clock.setTimer(Math.max(remainingMs, 0), () => this.end('the Lease was not renewed in time'));
  }
}
