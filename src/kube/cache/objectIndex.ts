// An index that a store keeps up to date.

/** Called for each object that enters or leaves a store; a change is a remove() and an insert(). */
export interface ObjectIndex<T> {
  insert(key: string, object: T): void;
  remove(key: string, object: T): void;
  /** Called instead of remove() and insert() for a change, where an index must know the difference. */
  replace?(key: string, previous: T, object: T): void;
}
