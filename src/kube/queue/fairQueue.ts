// Urgent items before background ones, round-robin among the flows of a priority, as in API Priority and Fairness.
// While both wait, one item of eight is a background one, so that nothing starves.
import type { Priority } from '../observer.ts';
import { FlowQueue } from './flowQueue.ts';

export interface Queued {
  readonly priority: Priority;
  /** The namespace; empty for the operator's own. */
  readonly flow: string;
}

export interface Turn extends Queued {
  /** The background has waited for seven urgent ones: what is reserved for those does not count. */
  readonly isDue: boolean;
}

/** Which items may start now. */
export interface FreePlaces {
  /** Asked first; false: no item of this priority may start. */
  haveOneForAny(priority: Priority, isDue: boolean): boolean;
  haveOneFor(turn: Turn): boolean;
}

const URGENT_IN_A_ROW = 7;

export class FairQueue<T extends Queued> {
  readonly #queues = { urgent: new FlowQueue<T>(), background: new FlowQueue<T>() };
  /** Urgent items taken while background ones waited. */
  #urgentInARow = 0;

  get urgent(): number {
    return this.#queues.urgent.size;
  }

  get background(): number {
    return this.#queues.background.size;
  }

  /** Whether the next item is a background one. */
  get isBackgroundDue(): boolean {
    return this.background > 0 && this.#urgentInARow >= URGENT_IN_A_ROW;
  }

  add(item: T): void {
    this.#queues[item.priority].add(item);
  }

  delete(item: T): void {
    this.#queues[item.priority].delete(item);
  }

  /** Removes and returns the next item that may start; undefined when none may. */
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
