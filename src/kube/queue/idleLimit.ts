// Limits the runs of a key that have no result: a burst of ten and ten per second, and fewer once that has lasted for
// some seconds (noisyKeys.ts). Keeps nothing for a key that has been quiet.
import type { Clock } from '../timing/clock.ts';
import { NoisyKeys } from './noisyKeys.ts';
import { RecentBuckets } from './recentBuckets.ts';

export interface RunLimit {
  /** The number of keys with state. */
  readonly size: number;
  /** Counts a run without a result. */
  spend(key: string): void;
  /** The time until the key may run; 0: now. */
  waitMs(key: string): number;
  forget(key: string): void;
}

export function tenPerSecond(clock: Clock): RunLimit {
  return new RecentBuckets({ perSecond: 10, burst: 10 }, clock);
}

export class IdleLimit implements RunLimit {
  readonly #usual: RunLimit;
  readonly #noisy: NoisyKeys;

  constructor(clock: Clock) {
    this.#usual = tenPerSecond(clock);
    this.#noisy = new NoisyKeys(clock);
  }

  get size(): number {
    return Math.max(this.#usual.size, this.#noisy.size);
  }

  spend(key: string): void {
    this.#usual.spend(key);
    this.#noisy.spend(key);
  }

  waitMs(key: string): number {
    return Math.max(this.#usual.waitMs(key), this.#noisy.waitMs(key));
  }

  forget(key: string): void {
    this.#usual.forget(key);
    this.#noisy.forget(key);
  }
}
