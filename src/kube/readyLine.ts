// Whose turn is it among keys?
// Each stands in line once, in the flow of its namespace.
import { FairLine, type FreePlaces, type InLine } from './fairLine.ts';
import type { Priority } from './observer.ts';

/** Each has an idle limit of its own, so that usual runs in vain never delay a pressing one. */
export type Pace = 'Usual' | 'Pressing';

export interface Urgency {
  readonly priority: Priority;
  readonly pace: Pace;
}

export interface ReadyItem extends InLine, Urgency {
  readonly key: string;
  readonly sinceMs: number;
}

export class ReadyLine {
  readonly #items = new Map<string, ReadyItem>();
  readonly #line = new FairLine<ReadyItem>();

  get urgent(): number {
    return this.#line.urgent;
  }

  get background(): number {
    return this.#line.background;
  }

  has(key: string): boolean {
    return this.#items.has(key);
  }

  /** A key that is already in line keeps its place, or moves to the urgent ones. */
  add(item: ReadyItem): void {
    const known = this.#items.get(item.key);
    if (known?.priority === 'urgent' || known?.priority === item.priority) return;
    this.remove(item.key);
    this.#items.set(item.key, item);
    this.#line.add(item);
  }

  take(places: FreePlaces): ReadyItem | undefined {
    const item = this.#line.take(places);
    if (item !== undefined) this.#items.delete(item.key);
    return item;
  }

  remove(key: string): void {
    const item = this.#items.get(key);
    if (item === undefined) return;
    this.#items.delete(key);
    this.#line.delete(item);
  }

  clear(): void {
    this.#items.clear();
    this.#line.clear();
  }
}

export function moreUrgent(known: Urgency | undefined, urgency: Urgency): Urgency {
  return {
    priority: known?.priority === 'urgent' ? 'urgent' : urgency.priority,
    pace: known?.pace === 'Pressing' ? 'Pressing' : urgency.pace,
  };
}
