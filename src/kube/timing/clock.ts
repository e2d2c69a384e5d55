// The wall clock, the monotonic clock and timers.
// Timers use the monotonic clock: a wall clock that is set neither fires nor delays one.

export interface Clock {
  /** Milliseconds since the epoch, with microseconds as fraction. */
  wallMs(): number;
  /** Milliseconds since an arbitrary moment; never decreases. */
  monotonicMs(): number;
  /** Calls `run` once after the delay, never early; returns its cancellation. A timer keeps the process alive. */
  setTimer(delayMs: number, run: () => void): () => void;
}

/** Longer delays overflow in Node and would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** A larger difference between the two clocks means that the wall clock was set. */
const TOLERANCE_MS = 2;

class SystemClock implements Clock {
  #epochMs = performance.timeOrigin;

  wallMs(): number {
    // Date.now() follows corrections of the wall clock but has no microseconds; performance.now() is the reverse.
    const fineMs = this.#epochMs + performance.now();
    const coarseMs = Date.now();
    if (Math.abs(fineMs - coarseMs) < TOLERANCE_MS) return fineMs;
    this.#epochMs += coarseMs - fineMs;
    return coarseMs;
  }

  monotonicMs(): number {
    return performance.now();
  }

  setTimer(delayMs: number, run: () => void): () => void {
    const dueMs = performance.now() + delayMs;
    let timeout: NodeJS.Timeout;
    // Node's timers have whole milliseconds and may fire a fraction early, so the rest is waited for again.
    const arm = (): void => {
      const remainingMs = Math.ceil(dueMs - performance.now());
      timeout = setTimeout(
        () => (performance.now() < dueMs ? arm() : run()),
        Math.min(remainingMs, LONGEST_TIMEOUT_MS),
      );
    };
    arm();
    return () => clearTimeout(timeout);
  }
}

export const systemClock: Clock = new SystemClock();
