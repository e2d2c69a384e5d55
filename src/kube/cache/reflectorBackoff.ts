// The retry policy of a reflector: exponential backoff between failures in a row, and when to list again.
import { isForbidden, retryAfterMs } from '../api/apiError.ts';
import type { WatchRestart } from '../observer.ts';
import { backoffMs } from '../timing/backoff.ts';

const retry = { baseMs: 100, ceilingMs: 5000 };

/** A missing permission needs a person to grant it. */
const retryForbidden = { baseMs: 1000, ceilingMs: 30_000 };

/** After this many refused or garbled watches in a row, the resourceVersion may be the cause. */
const FUTILE_WATCHES = 5;

export class ReflectorBackoff {
  readonly #random: () => number;
  /** Failures in a row; #futile counts those that the server answered. */
  #failures = 0;
  #futile = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The server sent data: both counts start again. */
  heard(): void {
    this.#failures = 0;
    this.#futile = 0;
  }

  /** Whether the next step is a list instead of a watch. */
  mustRelist(reason: WatchRestart): boolean {
    if (reason === 'refused' || reason === 'garbled') this.#futile += 1;
    const futile = this.#futile >= FUTILE_WATCHES;
    if (futile) this.#futile = 0;
    return futile || reason === 'expired';
  }

  /** Counts a failure and returns the time to wait after it. */
  pauseMs(error: unknown): number {
    this.#failures += 1;
    const pauseMs = backoffMs(isForbidden(error) ? retryForbidden : retry, this.#failures, this.#random);
    return Math.max(retryAfterMs(error) ?? 0, pauseMs);
  }
}
