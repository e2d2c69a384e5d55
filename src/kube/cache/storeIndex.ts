// Finds objects by the values that a function gives for each.
// Most values belong to one object, which is kept without a set: sets of one would take more memory than all others.
import type { ObjectIndex } from './objectIndex.ts';

export class StoreIndex<T extends object> implements ObjectIndex<T> {
  readonly #valuesOf: (object: T) => readonly string[];
  readonly #objects = new Map<string, T | Set<T>>();

  constructor(valuesOf: (object: T) => readonly string[]) {
    this.#valuesOf = valuesOf;
  }

  find(value: string): readonly T[] {
    const found = this.#objects.get(value);
    if (found === undefined) return [];
    return found instanceof Set ? [...found] : [found];
  }

  count(value: string): number {
    const found = this.#objects.get(value);
    if (found === undefined) return 0;
    return found instanceof Set ? found.size : 1;
  }

  insert(_: string, object: T): void {
    for (const value of this.#valuesOf(object)) {
      const found = this.#objects.get(value);
      if (found === undefined) this.#objects.set(value, object);
      else if (found instanceof Set) found.add(object);
      else this.#objects.set(value, new Set([found, object]));
    }
  }

  remove(_: string, object: T): void {
    for (const value of this.#valuesOf(object)) {
      const found = this.#objects.get(value);
      if (found instanceof Set) found.delete(object);
      if (found === object || (found instanceof Set && found.size === 0)) this.#objects.delete(value);
    }
  }
}
