// What time is it, and when is it time?
// Deadlines run on the monotonic clock: a wall clock that jumps neither fires nor delays a timer.

export interface Clock {
  /** Milliseconds since the epoch, with microseconds as fraction. */
  wallMs(): number;
  /** Milliseconds since some moment, never going back. */
  monotonicMs(): number;
  /** Runs once after the delay, never early; the answer cancels. A timer keeps the process alive. */
  setTimer(delayMs: number, run: () => void): () => void;
}

/** Longer delays overflow in Node and would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** How far the two clocks may be apart before the wall clock is taken to have been set. */
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
    // Node's timers know whole milliseconds only and may be a fraction early, so what remains is waited for again.
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
