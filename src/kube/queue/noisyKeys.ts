// Keys that are worked on without a result more than twice per second, for some time, rest between two runs: half a second,
// and longer the more of them there are in the namespace, so that all of them together come to 100 runs per second.
import type { Clock } from '../timing/clock.ts';
import { NamespacedMap } from './namespacedMap.ts';
import { RecentBuckets } from './recentBuckets.ts';

/** A key that uses these up is noisy. */
const RUNS = { perSecond: 2, burst: 20 };

const REST_MS = 500;
const REST_MS_PER_KEY = 10;

/** A key that was not worked on for so long, and for two rests, is noisy no more. */
const QUIET_MS = 5000;

export class NoisyKeys {
  readonly #clock: Clock;
  readonly #runs: RecentBuckets;
  /** When each of them was worked on last. */
  readonly #noisy = new NamespacedMap<number>();
  #sweptMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#runs = new RecentBuckets(RUNS, clock);
    this.#sweptMs = clock.monotonicMs();
  }

  get size(): number {
    return Math.max(this.#runs.size, this.#noisy.size);
  }

  /** A run has ended without a result. */
  spend(key: string): void {
    const nowMs = this.#clock.monotonicMs();
    this.#sweep(nowMs);
    this.#runs.spend(key);
    if (this.#isNoisy(key, nowMs) || this.#runs.waitMs(key) > 0) this.#noisy.set(key, nowMs);
  }

  /** How long until the key may be worked on; 0: now. */
  waitMs(key: string): number {
    const lastMs = this.#noisy.get(key);
    return lastMs === undefined ? 0 : Math.max(0, lastMs + this.#restMs(key) - this.#clock.monotonicMs());
  }

  forget(key: string): void {
    this.#runs.forget(key);
    this.#noisy.delete(key);
  }

  #restMs(key: string): number {
    return Math.max(REST_MS, this.#noisy.countBeside(key) * REST_MS_PER_KEY);
  }

  #isNoisy(key: string, nowMs: number): boolean {
    const lastMs = this.#noisy.get(key);
    return lastMs !== undefined && nowMs - lastMs < Math.max(QUIET_MS, 2 * this.#restMs(key));
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < QUIET_MS) return;
    this.#sweptMs = nowMs;
    for (const key of this.#noisy.keys()) if (!this.#isNoisy(key, nowMs)) this.#noisy.delete(key);
  }
}
