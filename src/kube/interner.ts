// How is what many objects say kept only once? Whatever comes from the API brings a copy of its own of every string.

/** In each of two generations: what nobody has asked for during a whole one is forgotten. */
const MOST_KEPT = 50_000;

export class Interner<T> {
  readonly #mostKept: number;
  #young = new Map<string, T>();
  #old: ReadonlyMap<string, T> = new Map();

  constructor(mostKept = MOST_KEPT) {
    this.#mostKept = mostKept;
  }

  /** The value that was first made for this key, as long as it is known; else a new one. */
  same(key: string, make: () => T): T {
    const known = this.#young.get(key);
    if (known !== undefined) return known;
    const first = this.#old.get(key) ?? make();
    if (this.#young.size >= this.#mostKept) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, first);
    return first;
  }
}
