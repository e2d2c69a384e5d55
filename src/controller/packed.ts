// How are ten thousand objects kept that are seldom looked at? As deflated JSON in a string: 200 bytes, where an object
// tree takes 10,000. Most of what they say is the same in all of them, and stands in the dictionary.
// Whatever zlib has worked with stays in memory until V8's next major collection, so it is asked seldom.
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { dictionary } from './packedDictionary.ts';

const options = { dictionary, windowBits: 13, memLevel: 5 };

/** Room for a typical result; a larger one takes several. With 4 KiB for each the start would make 100 MB of garbage. */
const PACKED_CHUNK_BYTES = 512;

/** A failover looks at its objects 20 times within milliseconds: those of the last few need not be unpacked. */
const MOST_AT_HAND = 64;

/** Of JSON. Larger ones are few, and would take much memory. */
const LARGEST_AT_HAND = 64 * 1024;

export class Packed<T extends object> {
  /** In the order in which they were made or asked for. */
  static readonly #atHand = new Set<Packed<object>>();

  readonly #bytes: string;
  readonly #jsonLength: number;
  /** As long as it is at hand: its JSON until somebody asks for it, then what that says. */
  #json: string | undefined;
  #value: T | undefined;

  constructor(value: T) {
    this.#json = JSON.stringify(value);
    // Not from Buffer's pool, which all would share that are kept of it.
    const bytes = new TextEncoder().encode(this.#json);
    this.#bytes = deflateRawSync(bytes, { ...options, chunkSize: PACKED_CHUNK_BYTES }).toString('latin1');
    this.#jsonLength = bytes.length;
    Packed.#keepAtHand(this);
  }

  get size(): number {
    return this.#bytes.length;
  }

  /** Shared by all who ask, and never to be changed. Takes some 30 µs, unless it was made or asked for lately. */
  open(): T {
    const value: T = this.#value ?? JSON.parse(this.#json ?? this.#inflated());
    this.#value = value;
    this.#json = undefined;
    Packed.#keepAtHand(this);
    return value;
  }

  static #keepAtHand(packed: Packed<object>): void {
    const atHand = Packed.#atHand;
    if (packed.#jsonLength > LARGEST_AT_HAND) return packed.#putAway();
    atHand.delete(packed);
    atHand.add(packed);
    const [oldest] = atHand;
    if (atHand.size <= MOST_AT_HAND || oldest === undefined) return;
    oldest.#putAway();
    atHand.delete(oldest);
  }

  #putAway(): void {
    this.#json = undefined;
    this.#value = undefined;
  }

  #inflated(): string {
    // One byte more than the text, because zlib asks for another chunk when one is full.
    const inflating = { ...options, chunkSize: Math.max(this.#jsonLength + 1, constants.Z_MIN_CHUNK) };
    return inflateRawSync(Buffer.from(this.#bytes, 'latin1'), inflating).toString('utf8');
  }
}
