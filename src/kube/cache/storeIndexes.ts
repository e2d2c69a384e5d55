// The indexes that a store keeps up to date: named ones of its own, and attached ones of the caller.
import type { ObjectIndex } from './objectIndex.ts';
import { StoreIndex } from './storeIndex.ts';

/** Named functions from an object to the values under which it is found. */
export type IndexFunctions<T> = Readonly<Record<string, (object: T) => readonly string[]>>;

export class StoreIndexes<T extends object> {
  readonly #named: ReadonlyMap<string, StoreIndex<T>>;
  readonly #all: readonly ObjectIndex<T>[];

  constructor(named: IndexFunctions<T>, attached: readonly ObjectIndex<T>[]) {
    this.#named = new Map(Object.entries(named).map(([name, valuesOf]) => [name, new StoreIndex(valuesOf)]));
    this.#all = [...this.#named.values(), ...attached];
  }

  find(index: string, value: string): readonly T[] {
    const found = this.#named.get(index);
    if (found === undefined) throw new Error(`Cannot find objects by index "${index}": the store has no such index`);
    return found.find(value);
  }

  /** `previous` stood under the same key. */
  put(key: string, previous: T | undefined, object: T): void {
    for (const index of this.#all) {
      if (previous !== undefined && index.replace !== undefined) index.replace(key, previous, object);
      else {
        if (previous !== undefined) index.remove(key, previous);
        index.insert(key, object);
      }
    }
  }

  remove(key: string, object: T): void {
    for (const index of this.#all) index.remove(key, object);
  }
}
