// Whose turn is it among keys?
// Each stands in line once, in the flow of its namespace.
import { FairLine, type InLine, type Turn } from './fairLine.ts';

export interface ReadyItem extends InLine {
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

  /** A key that is already in line keeps its place, or moves to the urgent ones. */
  add(item: ReadyItem): void {
    const known = this.#items.get(item.key);
    if (known?.priority === 'urgent' || known?.priority === item.priority) return;
    this.remove(item.key);
    this.#items.set(item.key, item);
    this.#line.add(item);
  }

  take(mayHaveTurn: (turn: Turn) => boolean): ReadyItem | undefined {
    const item = this.#line.take(mayHaveTurn);
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
