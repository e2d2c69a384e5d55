// Keeps one copy of equal values: each object from the API has its own copy of every string.
// Values are counted by use and dropped with the last one.

interface Entry<T> {
  readonly value: T;
  users: number;
}

export class Interner<T> {
  readonly #entries = new Map<string, Entry<T>>();

  /** The number of different values in use. */
  get size(): number {
    return this.#entries.size;
  }

  /** Returns the value already in use for this key, else this one. Each take() needs one release(). */
  take(key: string, value: T): T {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#entries.set(key, { value, users: 1 });
      return value;
    }
    entry.users += 1;
    return entry.value;
  }

  /** Ends one use; ignored when there is none. */
  release(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.users -= 1;
    if (entry.users === 0) this.#entries.delete(key);
  }
}
