// A clock for tests without timers: the test sets the time.
import type { Clock } from '../../../src/kube/timing/clock.ts';
import { START_MS } from '../election/pods.ts';

export class HandClock implements Clock {
  #monotonicMs = 0;
  #wallOffsetMs = START_MS;

  wallMs(): number {
    return this.#wallOffsetMs + this.#monotonicMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** Timers never fire: the test reads what is due. */
  setTimer(): () => void {
    return () => undefined;
  }

  advance(byMs: number): void {
    this.#monotonicMs += byMs;
  }

  /** Moves the wall clock forward or back, as an administrator would. */
  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }
}
