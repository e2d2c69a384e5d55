// How often may a key be worked on again when nothing comes of it?
// Ten times at once, and ten times per second. Of a key that was not worked on in vain for a second nothing is kept.
import type { Clock } from './clock.ts';
import { TokenBucket } from './tokenBucket.ts';

const PER_SECOND = 10;
const BURST = 10;

/** By then a bucket that nobody takes from is full, which is as good as none. */
const FULL_MS = (BURST / PER_SECOND) * 1000;

export class IdleLimit {
  readonly #clock: Clock;
  #recent = new Map<string, TokenBucket>();
  /** Those of which nothing was taken since #recent began. */
  #older = new Map<string, TokenBucket>();
  #sinceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.monotonicMs();
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#recent.size + this.#older.size;
  }

  /** A run has ended without a result. */
  spend(key: string): void {
    this.#turnOver();
    const bucket = this.#find(key) ?? this.#newBucket();
    bucket.take();
    this.#older.delete(key);
    this.#recent.set(key, bucket);
  }

  /** How long until the key may be worked on; 0: now. */
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

  #newBucket(): TokenBucket {
    return new TokenBucket({ perSecond: PER_SECOND, burst: BURST, clock: this.#clock });
  }

  #turnOver(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#sinceMs < FULL_MS) return;
    this.#older = this.#recent;
    this.#recent = new Map();
    this.#sinceMs = nowMs;
  }
}
