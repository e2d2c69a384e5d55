// May this process still act as the leader?
// Answered at once and by our own monotonic clock, so that a process which was stopped, starved or cut off finds out by
// itself, before it does anything else.
import type { Clock } from '../timing/clock.ts';

export class LeadershipEndedError extends Error {
  override readonly name = 'LeadershipEndedError';
}

export interface Leadership {
  /** Aborted with the reason when it ends. It may come late, as every event: before a write `isHeld` is asked. */
  readonly signal: AbortSignal;
  /** Somebody else may have led until it began: what it did last has to be found out first. */
  readonly isSuccession: boolean;
  isHeld(): boolean;
}

/** Of a process that leads from its start, because it has no rivals. */
export function unchallenged(signal: AbortSignal): Leadership {
  return { signal, isSuccession: false, isHeld: () => !signal.aborted };
}

/** Ends by itself, unless it is extended in time. Never begins again. */
export class TimedLeadership implements Leadership {
  readonly isSuccession = true;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #untilMs: number;
  #cancel: () => void;

  /** `untilMs` is a monotonic time. */
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

  extend(untilMs: number): void {
    if (!this.isHeld()) return;
    this.#cancel();
    this.#untilMs = untilMs;
    this.#cancel = this.#arm();
  }

  /** The first reason counts. */
  end(reason: string): void {
    this.#cancel();
    this.#ended.abort(new LeadershipEndedError(reason));
  }

  #arm(): () => void {
    const remainingMs = this.#untilMs - this.#clock.monotonicMs();
    return this.#clock.setTimer(Math.max(remainingMs, 0), () => this.end('the Lease was not renewed in time'));
  }
}
