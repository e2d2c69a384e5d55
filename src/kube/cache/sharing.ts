// Lets the objects of a store share equal parts.

export interface Sharing<T> {
  /** Returns an equal object to store, made of shared parts. */
  take(object: T): T;
  /** A stored object was removed or replaced. */
  release(stored: T): void;
}
