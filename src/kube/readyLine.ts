// Whose turn is it?
// First come, first served within a priority, urgent before background, and each key stands in line once.
import type { Priority } from './observer.ts';

export interface ReadyItem {
  readonly key: string;
  readonly priority: Priority;
  readonly sinceMs: number;
}

export class ReadyLine {
  readonly #urgent = new Map<string, ReadyItem>();
  readonly #background = new Map<string, ReadyItem>();

  get urgent(): number {
    return this.#urgent.size;
  }

  get background(): number {
    return this.#background.size;
  }

  /** A key that is already in line keeps its place, or moves to the urgent ones. */
  add(item: ReadyItem): void {
    if (this.#urgent.has(item.key)) return;
    if (item.priority === 'urgent') {
      this.#background.delete(item.key);
      this.#urgent.set(item.key, item);
    } else if (!this.#background.has(item.key)) {
      this.#background.set(item.key, item);
    }
  }

  take(priorities: readonly Priority[]): ReadyItem | undefined {
    for (const priority of priorities) {
      const line = priority === 'urgent' ? this.#urgent : this.#background;
      const [item] = line.values();
      if (item === undefined) continue;
      line.delete(item.key);
      return item;
    }
    return undefined;
  }

  remove(key: string): void {
    this.#urgent.delete(key);
    this.#background.delete(key);
  }

  clear(): void {
    this.#urgent.clear();
    this.#background.clear();
  }
}
