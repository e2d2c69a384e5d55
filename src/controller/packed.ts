// How are ten thousand objects kept that are seldom looked at? As deflated JSON in a string: 200 bytes, where an object
// tree takes 10,000. Most of what they say is the same in all of them, and stands in the dictionary.
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { dictionary } from './packedDictionary.ts';

const options = { dictionary, windowBits: 13, memLevel: 5 };

/** Room for a typical result; a larger one takes several. With 4 KiB for each the start would make 100 MB of garbage. */
const PACKED_CHUNK_BYTES = 512;

export class Packed<T extends object> {
  readonly #bytes: string;
  readonly #jsonLength: number;

  constructor(value: T) {
    const json = Buffer.from(JSON.stringify(value));
    this.#bytes = deflateRawSync(json, { ...options, chunkSize: PACKED_CHUNK_BYTES }).toString('latin1');
    this.#jsonLength = json.length;
  }

  get size(): number {
    return this.#bytes.length;
  }

  /** A new copy each time, which takes some 30 µs. */
  open(): T {
    // One byte more than the text, because zlib asks for another chunk when one is full.
    const inflating = { ...options, chunkSize: Math.max(this.#jsonLength + 1, constants.Z_MIN_CHUNK) };
    const value: T = JSON.parse(inflateRawSync(Buffer.from(this.#bytes, 'latin1'), inflating).toString('utf8'));
    return value;
  }
}
