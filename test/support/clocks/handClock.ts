// A clock for tests in which nothing waits: whoever holds it says what time it is.
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

  /** Timers never ring: a test that holds this clock asks what is due. */
  setTimer(): () => void {
    return () => undefined;
  }

  advance(byMs: number): void {
    this.#monotonicMs += byMs;
  }

  /** As an administrator would, forward or back. */
  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }
}
