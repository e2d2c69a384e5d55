// Keeps a cached object as JSON text, which takes a tenth of the memory of an object tree. Parsing takes some 10 µs, so
// the objects that were read last are kept parsed as well.
import { LRUCache } from 'lru-cache';

/** Enough for some 600 ActiveStandbyServices: a smaller cluster parses each version of an object once. */
const PARSED_OBJECTS = 2048;

/** In UTF-16 code units. A larger object is parsed at each read, so that a few large ones cannot fill the memory. */
const LARGEST_PARSED = 16 * 1024;

interface Parsed {
  dropValue(): void;
}

/** The parsed objects that were read last; one instance serves all caches of the process. */
export class ParsedObjects {
  readonly #recent: LRUCache<Parsed, true>;

  constructor(capacity = PARSED_OBJECTS) {
    this.#recent = new LRUCache({ max: capacity, dispose: (_, least) => least.dropValue() });
  }

  get size(): number {
    return this.#recent.size;
  }

  /** Marks `parsed` as read last, which may drop the value of another. */
  used(parsed: Parsed): void {
    if (this.#recent.get(parsed) === undefined) this.#recent.set(parsed, true);
  }
}

export class JsonText<T extends object> implements Parsed {
  readonly #text: string;
  readonly #parsed: ParsedObjects;
  #value: T | undefined;

  constructor(value: T, parsed: ParsedObjects) {
    this.#text = JSON.stringify(value);
    this.#parsed = parsed;
  }

  /** Shared by all callers: not to be changed. */
  parse(): T {
    const value: T = this.#value ?? JSON.parse(this.#text);
    if (this.#text.length > LARGEST_PARSED) return value;
    this.#value = value;
    this.#parsed.used(this);
    return value;
  }

  dropValue(): void {
    this.#value = undefined;
  }
}
