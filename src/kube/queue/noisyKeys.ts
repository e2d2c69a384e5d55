// Limits noisy keys: those with more than two runs per second without a result, for some time, or of a namespace with
// more than a hundred such runs per second. A noisy key rests for 500 ms between two runs, or up to 3 s, so that 300 of
// them in a namespace together have 100 runs per second.
import { parseKey } from '../resource.ts';
import type { Clock } from '../timing/clock.ts';
import { NamespacedMap } from './namespacedMap.ts';
import { RecentBuckets } from './recentBuckets.ts';

/** A key that uses these up is noisy. */
const RUNS = { perSecond: 2, burst: 20 };

/** A key that runs when its namespace has used these up is noisy, too. */
const RUNS_OF_NAMESPACE = { perSecond: 100, burst: 200 };

const REST_MS = 500;
const REST_MS_PER_KEY = 10;

/** Also where more than 300 keys of a namespace are noisy: no status should be older than that. */
const LONGEST_REST_MS = 3000;

/** A key that did not run for this long is no longer noisy. */
const QUIET_MS = 5000;

export class NoisyKeys {
  readonly #clock: Clock;
  readonly #runs: RecentBuckets;
  readonly #runsOfNamespace: RecentBuckets;
  /** The time of the last run of each noisy key. */
  readonly #noisy = new NamespacedMap<number>();
  #sweptMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#runs = new RecentBuckets(RUNS, clock);
    this.#runsOfNamespace = new RecentBuckets(RUNS_OF_NAMESPACE, clock);
    this.#sweptMs = clock.monotonicMs();
  }

  get size(): number {
    return Math.max(this.#runs.size, this.#noisy.size);
  }

  /** Counts a run without a result. */
  spend(key: string): void {
    const nowMs = this.#clock.monotonicMs();
    this.#sweep(nowMs);
    const { namespace } = parseKey(key);
    this.#runs.spend(key);
    this.#runsOfNamespace.spend(namespace);
    const isTooMuch = this.#runs.waitMs(key) > 0 || this.#runsOfNamespace.waitMs(namespace) > 0;
    if (isTooMuch || this.#isNoisy(key, nowMs)) this.#noisy.set(key, nowMs);
  }

  /** The time until the key may run; 0: now. */
  waitMs(key: string): number {
    const lastMs = this.#noisy.get(key);
    return lastMs === undefined ? 0 : Math.max(0, lastMs + this.#restMs(key) - this.#clock.monotonicMs());
  }

  forget(key: string): void {
    this.#runs.forget(key);
    this.#noisy.delete(key);
  }

  #restMs(key: string): number {
    return Math.min(Math.max(REST_MS, this.#noisy.countBeside(key) * REST_MS_PER_KEY), LONGEST_REST_MS);
  }

  #isNoisy(key: string, nowMs: number): boolean {
    const lastMs = this.#noisy.get(key);
    return lastMs !== undefined && nowMs - lastMs < QUIET_MS;
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < QUIET_MS) return;
    this.#sweptMs = nowMs;
    for (const key of this.#noisy.keys()) if (!this.#isNoisy(key, nowMs)) this.#noisy.delete(key);
  }
}
