// The keys that are ready to run, each once, in the flow of its namespace.
import type { Priority } from '../observer.ts';
import { FairQueue, type FreePlaces, type Queued } from './fairQueue.ts';

/** Each pace has its own idle limit, so that usual runs without a result never delay a pressing one. */
export type Pace = 'Usual' | 'Pressing';

export interface Urgency {
  readonly priority: Priority;
  readonly pace: Pace;
}

export interface QueueItem extends Queued, Urgency {
  readonly key: string;
  readonly sinceMs: number;
}

/** Its pace may become more urgent while it waits. */
type WaitingItem = QueueItem & { pace: Pace };

export class PriorityQueue {
  readonly #items = new Map<string, WaitingItem>();
  readonly #queue = new FairQueue<WaitingItem>();

  get urgent(): number {
    return this.#queue.urgent;
  }

  get background(): number {
    return this.#queue.background;
  }

  has(key: string): boolean {
    return this.#items.has(key);
  }

  /** A key that is in the queue keeps its position, or moves to the urgent ones; it never becomes less urgent. */
  add(item: QueueItem): void {
    const known = this.#items.get(item.key);
    if (known !== undefined && (known.priority === 'urgent' || known.priority === item.priority)) {
      known.pace = moreUrgent(known, item).pace;
      return;
    }
    this.remove(item.key);
    const added = { ...item, pace: moreUrgent(known, item).pace };
    this.#items.set(item.key, added);
    this.#queue.add(added);
  }

  take(places: FreePlaces): QueueItem | undefined {
    const item = this.#queue.take(places);
    if (item !== undefined) this.#items.delete(item.key);
    return item;
  }

  remove(key: string): void {
    const item = this.#items.get(key);
    if (item === undefined) return;
    this.#items.delete(key);
    this.#queue.delete(item);
  }

  clear(): void {
    this.#items.clear();
    this.#queue.clear();
  }
}

/** The higher priority and pace of both. */
export function moreUrgent(known: Urgency | undefined, urgency: Urgency): Urgency {
  return {
    priority: known?.priority === 'urgent' ? 'urgent' : urgency.priority,
    pace: known?.pace === 'Pressing' ? 'Pressing' : urgency.pace,
  };
}
