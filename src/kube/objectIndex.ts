// What keeps itself up to date with a store?

/** Told of every object that comes into a store and of every one that leaves it; a change is both. */
export interface ObjectIndex<T> {
  insert(key: string, object: T): void;
  remove(key: string, object: T): void;
}
