// A clock that stands still until a test moves it.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/kube/timing/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  #nowMs = 0;
  #wallOffsetMs: number;
  readonly #timers = new Set<Timer>();

  constructor(start = '2026-01-01T00:00:00.000Z') {
    this.#wallOffsetMs = Date.parse(start);
  }

  /** The number of pending timers. */
  get pending(): number {
    return this.#timers.size;
  }

  wallMs(): number {
    return this.#wallOffsetMs + this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  setTimer(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass, and fires timers in order, each with all its effects. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await settle();
    for (let timer = this.#next(endMs); timer !== undefined; timer = this.#next(endMs)) {
      this.#timers.delete(timer);
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      timer.run();
      await settle();
    }
    this.#nowMs = endMs;
  }

  /** Moves the wall clock forward or back, as an administrator would; timers are not affected. */
  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  #next(endMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.dueMs <= endMs);
    return due.toSorted((a, b) => a.dueMs - b.dueMs)[0];
  }
}

/** Resolves when all promises that can settle have settled. */
export async function settle(): Promise<void> {
  await setImmediate();
}
