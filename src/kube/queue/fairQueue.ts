// Whose turn is it? Urgent before background, and within a priority the flows take turns, as in API Priority and
// Fairness. While both wait, one turn of eight is the background's, so that nothing waits for ever.
import type { Priority } from '../observer.ts';
import { FlowQueue } from './flowQueue.ts';

export interface Queued {
  readonly priority: Priority;
  /** Whose it is: a namespace. */
  readonly flow: string;
}

export interface Turn extends Queued {
  /** The background has waited for seven urgent ones: what is kept for those does not count. */
  readonly isDue: boolean;
}

/** Who may have a turn now? */
export interface FreePlaces {
  /** Asked first: of this priority nobody, where it says no. */
  haveOneForAny(priority: Priority, isDue: boolean): boolean;
  haveOneFor(turn: Turn): boolean;
}

const URGENT_IN_A_ROW = 7;

export class FairQueue<T extends Queued> {
  readonly #queues = { urgent: new FlowQueue<T>(), background: new FlowQueue<T>() };
  /** Taken while the background waited. */
  #urgentInARow = 0;

  get urgent(): number {
    return this.#queues.urgent.size;
  }

  get background(): number {
    return this.#queues.background.size;
  }

  /** Whether the next turn is the background's. */
  get isBackgroundDue(): boolean {
    return this.background > 0 && this.#urgentInARow >= URGENT_IN_A_ROW;
  }

  add(item: T): void {
    this.#queues[item.priority].add(item);
  }

  delete(item: T): void {
    this.#queues[item.priority].delete(item);
  }

  /** The next one that may have its turn. */
  take(places: FreePlaces): T | undefined {
    const isDue = this.isBackgroundDue;
    const order: readonly Priority[] = isDue ? ['background', 'urgent'] : ['urgent', 'background'];
    for (const priority of order) {
      if (!places.haveOneForAny(priority, isDue)) continue;
      const item = this.#queues[priority].take((flow) => places.haveOneFor({ priority, flow, isDue }));
      if (item === undefined) continue;
      this.#urgentInARow = priority === 'urgent' && this.background > 0 ? this.#urgentInARow + 1 : 0;
      return item;
    }
    return undefined;
  }

  clear(): void {
    this.#queues.urgent.clear();
    this.#queues.background.clear();
  }
}
