// What keeps itself up to date with a store?

/** Told of every object that comes into a store and of every one that leaves it; a change is both. */
export interface ObjectIndex<T> {
  insert(key: string, object: T): void;
  remove(key: string, object: T): void;
  /** A change, for an index that must not take it for an end and a beginning. */
  replace?(key: string, previous: T, object: T): void;
}
