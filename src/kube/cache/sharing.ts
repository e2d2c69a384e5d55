// What do the objects of a store have in common, so that it is kept once?

/** Keeps once what several objects of the store say. */
export interface Sharing<T> {
  /** The object as it is stored, which says the same. */
  take(object: T): T;
  /** A stored one is stored no more. */
  release(stored: T): void;
}
