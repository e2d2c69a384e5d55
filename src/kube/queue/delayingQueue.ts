// Holds keys until they are due. A key that is added several times is due once, at the earliest time and with the
// highest priority.
import type { Priority } from '../observer.ts';
import type { Clock } from '../timing/clock.ts';

interface Delay {
  readonly dueMs: number;
  priority: Priority;
  readonly cancel: () => void;
}

export class DelayingQueue {
  readonly #clock: Clock;
  readonly #onDue: (key: string, priority: Priority) => void;
  readonly #delays = new Map<string, Delay>();

  constructor(clock: Clock, onDue: (key: string, priority: Priority) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  add(key: string, delayMs: number, priority: Priority): void {
    const dueMs = this.#clock.monotonicMs() + delayMs;
    const waiting = this.#delays.get(key);
    const highest = waiting?.priority === 'urgent' ? 'urgent' : priority;
    if (waiting !== undefined && waiting.dueMs <= dueMs) {
      waiting.priority = highest;
      return;
    }
    waiting?.cancel();
    const cancel = this.#clock.setTimer(delayMs, () => this.#due(key));
    this.#delays.set(key, { dueMs, priority: highest, cancel });
  }

  remove(key: string): void {
    this.#delays.get(key)?.cancel();
    this.#delays.delete(key);
  }

  clear(): void {
    for (const { cancel } of this.#delays.values()) cancel();
    this.#delays.clear();
  }

  #due(key: string): void {
    const delay = this.#delays.get(key);
    this.#delays.delete(key);
    if (delay !== undefined) this.#onDue(key, delay.priority);
  }
}
