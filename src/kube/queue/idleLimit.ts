// How often a key may be worked on again when nothing comes of it: ten times at once and ten times per second, and less often
// once that has gone on for some seconds; see noisyKeys.ts. Of a key that has been quiet nothing is kept.
import type { Clock } from '../timing/clock.ts';
import { NoisyKeys } from './noisyKeys.ts';
import { RecentBuckets } from './recentBuckets.ts';

export interface RunLimit {
  /** How many keys are remembered. */
  readonly size: number;
  /** A run has ended without a result. */
  spend(key: string): void;
  /** How long until the key may be worked on; 0: now. */
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
