// Limits concurrency: some callers run, some more wait for a bounded time, and all others are refused.
import type { Clock } from '../kube/timing/clock.ts';

export interface ConcurrencyLimits {
  readonly atOnce: number;
  /** Maximum number of waiting callers. */
  readonly waiting: number;
  readonly waitMs: number;
}

/** Ends the call. Idempotent. */
export type Release = () => void;

export class ConcurrencyLimit {
  readonly #limits: ConcurrencyLimits;
  readonly #clock: Clock;
  /** In order of arrival. */
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(limits: ConcurrencyLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Undefined: too many wait, no slot became free in time, or the signal was aborted. */
  async take(signal: AbortSignal): Promise<Release | undefined> {
    const { atOnce, waiting } = this.#limits;
    if (signal.aborted) return undefined;
    if (this.#taken < atOnce) return this.#begin();
    return this.#waiting.size < waiting ? this.#wait(signal) : undefined;
  }

  #wait(signal: AbortSignal): Promise<Release | undefined> {
    return new Promise((resolve) => {
      const leave = (release: Release | undefined): void => {
        this.#waiting.delete(next);
        cancelTimer();
        signal.removeEventListener('abort', giveUp);
        resolve(release);
      };
      const next = (): void => leave(this.#begin());
      const giveUp = (): void => leave(undefined);
      const cancelTimer = this.#clock.setTimer(this.#limits.waitMs, giveUp);
      signal.addEventListener('abort', giveUp);
      this.#waiting.add(next);
    });
  }

  #begin(): Release {
    this.#taken += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#taken -= 1;
      const [next] = this.#waiting;
      next?.();
    };
  }
}
