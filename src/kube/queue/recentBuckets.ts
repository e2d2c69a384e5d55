// A token bucket for each key that was used recently. A bucket that was not used for the time that it takes to fill is
// full, and dropped.
import type { Clock } from '../timing/clock.ts';
import { TokenBucket, type TokenBucketOptions } from '../timing/tokenBucket.ts';

type Rate = Omit<TokenBucketOptions, 'clock'>;

export class RecentBuckets {
  readonly #rate: Rate;
  readonly #clock: Clock;
  #recent = new Map<string, TokenBucket>();
  /** Buckets that were not used since #sinceMs. */
  #older = new Map<string, TokenBucket>();
  #sinceMs: number;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
    this.#sinceMs = clock.monotonicMs();
  }

  get size(): number {
    return this.#recent.size + this.#older.size;
  }

  /** Takes a token, if there is one. */
  spend(key: string): void {
    this.#dropUnused();
    const bucket = this.#find(key) ?? new TokenBucket({ ...this.#rate, clock: this.#clock });
    bucket.take();
    this.#older.delete(key);
    this.#recent.set(key, bucket);
  }

  /** The time until there is a token; 0: now. */
  waitMs(key: string): number {
    return this.#find(key)?.waitMs() ?? 0;
  }

  forget(key: string): void {
    this.#recent.delete(key);
    this.#older.delete(key);
  }

  #find(key: string): TokenBucket | undefined {
    return this.#recent.get(key) ?? this.#older.get(key);
  }

  #dropUnused(): void {
    const { perSecond, burst } = this.#rate;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#sinceMs < (burst / perSecond) * 1000) return;
    this.#older = this.#recent;
    this.#recent = new Map();
    this.#sinceMs = nowMs;
  }
}
