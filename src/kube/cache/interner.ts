// How is what many objects say kept only once? Whatever comes from the API brings a copy of its own of every string.
// Nothing is kept longer than somebody uses it.

interface Entry<T> {
  readonly value: T;
  users: number;
}

export class Interner<T> {
  readonly #entries = new Map<string, Entry<T>>();

  /** How many different ones are in use. */
  get size(): number {
    return this.#entries.size;
  }

  /** The value that was first taken for this key, as long as somebody uses it; else this one. */
  take(key: string, value: T): T {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#entries.set(key, { value, users: 1 });
      return value;
    }
    entry.users += 1;
    return entry.value;
  }

  /** Whoever took it uses it no more. */
  release(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.users -= 1;
    if (entry.users === 0) this.#entries.delete(key);
  }
}
