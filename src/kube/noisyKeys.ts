// Keys that have been worked on without a result for some time rest between two runs: half a second, and longer the more of
// them there are in the namespace, so that all of them together come to 100 runs per second.
import type { Clock } from './clock.ts';
import { NamespacedMap } from './namespacedMap.ts';

/** Runs before a key rests. */
const GRACE_RUNS = 10;

const REST_MS = 500;
const REST_MS_PER_KEY = 10;

/** A key that was not worked on for so long, and for two rests, is noisy no more. */
const QUIET_MS = 5000;

interface Noise {
  runs: number;
  lastMs: number;
}

export class NoisyKeys {
  readonly #clock: Clock;
  readonly #keys = new NamespacedMap<Noise>();
  #sweptMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sweptMs = clock.monotonicMs();
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    const noise = this.#keys.get(key);
    return noise !== undefined && !this.#isQuiet(key, noise, this.#clock.monotonicMs());
  }

  /** A run has ended without a result. */
  spend(key: string): void {
    const nowMs = this.#clock.monotonicMs();
    this.#sweep(nowMs);
    const runs = this.has(key) ? (this.#keys.get(key)?.runs ?? 0) : 0;
    this.#keys.set(key, { runs: runs + 1, lastMs: nowMs });
  }

  /** How long until the key may be worked on; 0: now. */
  waitMs(key: string): number {
    const noise = this.#keys.get(key);
    if (noise === undefined || noise.runs <= GRACE_RUNS) return 0;
    return Math.max(0, noise.lastMs + this.#restMs(key) - this.#clock.monotonicMs());
  }

  forget(key: string): void {
    this.#keys.delete(key);
  }

  #restMs(key: string): number {
    return Math.max(REST_MS, this.#keys.countBeside(key) * REST_MS_PER_KEY);
  }

  #isQuiet(key: string, { lastMs }: Noise, nowMs: number): boolean {
    return nowMs - lastMs >= Math.max(QUIET_MS, 2 * this.#restMs(key));
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < QUIET_MS) return;
    this.#sweptMs = nowMs;
    for (const [key, noise] of this.#keys.entries()) {
      if (this.#isQuiet(key, noise, nowMs)) this.#keys.delete(key);
    }
  }
}
