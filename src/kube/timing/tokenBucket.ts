// A token bucket: fills at an even rate up to its burst, and starts full.
import type { Clock } from './clock.ts';

export interface TokenBucketOptions {
  readonly perSecond: number;
  /** The capacity, and the tokens at the start. */
  readonly burst: number;
  readonly clock: Clock;
}

export class TokenBucket {
  readonly #options: TokenBucketOptions;
  #tokens: number;
  #filledMs: number;

  constructor(options: TokenBucketOptions) {
    this.#options = options;
    this.#tokens = options.burst;
    this.#filledMs = options.clock.monotonicMs();
  }

  /** Takes a token, unless fewer than `reserve` would remain. */
  take(reserve = 0): boolean {
    if (this.waitMs(reserve) > 0) return false;
    this.#tokens -= 1;
    return true;
  }

  /** The time until a token can be taken; 0: now. */
  waitMs(reserve = 0): number {
    this.#fill();
    const missing = 1 + reserve - this.#tokens;
    // Tolerates the rounding error of adding fractions.
    return missing <= 1e-9 ? 0 : Math.ceil((missing / this.#options.perSecond) * 1000);
  }

  #fill(): void {
    const { perSecond, burst, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#filledMs) / 1000) * perSecond);
    this.#filledMs = nowMs;
  }
}
