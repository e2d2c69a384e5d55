// Holds keys until they are due. A key that is added several times is due once, at the earliest time and with the
// highest priority.
import type { Priority } from '../observer.ts';
import type { Clock } from '../timing/clock.ts';
import type { Pace, Urgency } from './priorityQueue.ts';

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

/** One delaying queue for each pace: a usual delay never makes a pressing key wait, and no usual key becomes pressing. */
export class DelayingQueues {
  readonly #byPace: Readonly<Record<Pace, DelayingQueue>>;

  constructor(clock: Clock, onDue: (key: string, urgency: Urgency) => void) {
    const queueOf = (pace: Pace) => new DelayingQueue(clock, (key, priority) => onDue(key, { priority, pace }));
    this.#byPace = { Usual: queueOf('Usual'), Pressing: queueOf('Pressing') };
  }

  add(key: string, delayMs: number, { priority, pace }: Urgency): void {
    this.#byPace[pace].add(key, delayMs, priority);
  }

  remove(key: string): void {
    for (const queue of Object.values(this.#byPace)) queue.remove(key);
  }

  clear(): void {
    for (const queue of Object.values(this.#byPace)) queue.clear();
  }
}
