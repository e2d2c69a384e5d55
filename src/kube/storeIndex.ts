// Which objects have a given value?
import type { ObjectIndex } from './objectIndex.ts';

export class StoreIndex<T> implements ObjectIndex<T> {
  readonly #valuesOf: (object: T) => readonly string[];
  readonly #objects = new Map<string, Map<string, T>>();

  constructor(valuesOf: (object: T) => readonly string[]) {
    this.#valuesOf = valuesOf;
  }

  find(value: string): readonly T[] {
    return [...(this.#objects.get(value)?.values() ?? [])];
  }

  count(value: string): number {
    return this.#objects.get(value)?.size ?? 0;
  }

  insert(key: string, object: T): void {
    for (const value of this.#valuesOf(object)) {
      const found = this.#objects.get(value);
      if (found === undefined) this.#objects.set(value, new Map([[key, object]]));
      else found.set(key, object);
    }
  }

  remove(key: string, object: T): void {
    for (const value of this.#valuesOf(object)) {
      const found = this.#objects.get(value);
      found?.delete(key);
      if (found?.size === 0) this.#objects.delete(value);
    }
  }
}
