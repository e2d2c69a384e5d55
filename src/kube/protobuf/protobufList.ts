// Reads a list in protobuf item by item while it arrives, so that at most one item is in memory as bytes.
// An item that cannot be read is returned as unreadable; a list that cannot be split into items is a ProtobufError.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Unreadable } from '../unreadable.ts';
import { shape, ProtobufError, readMessage, text } from './protobuf.ts';
import { nameInMessage } from './protobufName.ts';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

export interface ListMetadata {
  readonly resourceVersion?: string;
  readonly continue?: string;
}

export interface ProtobufList<T> {
  readonly metadata: ListMetadata;
  readonly items: readonly T[];
  readonly unreadable: readonly Unreadable[];
}

/** The list ended too early, as when the connection breaks; or a length in it is wrong. */
export class CutListError extends ProtobufError {
  override readonly name = 'CutListError';
}

/** The first bytes of all protobuf from Kubernetes. */
export const PROTOBUF_MAGIC = Buffer.from('k8s\0');

/** The field numbers: RAW in the envelope; METADATA and ITEM in the list within. */
const RAW = 2;
const METADATA = 1;
const ITEM = 2;

const metadataShape = shape({ 2: text('resourceVersion'), 3: text('continue') });

export async function readProtobufList<T>(
  chunks: AsyncIterable<Uint8Array>,
  toItem: (message: Buffer) => T,
): Promise<ProtobufList<T>> {
  let metadata: ListMetadata = {};
  const items: T[] = [];
  const unreadable: Unreadable[] = [];
  for await (const { number, value } of listFields(new Bytes(chunks))) {
    if (number === METADATA) metadata = readMessage<ListMetadata>(value, metadataShape, {});
    if (number !== ITEM) continue;
    try {
      items.push(toItem(value));
    } catch (error) {
      unreadable.push({ name: nameInMessage(value), error });
    }
  }
  return { metadata, items, unreadable };
}

interface Field {
  readonly number: number;
  readonly value: Buffer;
}

async function* listFields(bytes: Bytes): AsyncGenerator<Field, void, void> {
  if (!(await bytes.take(PROTOBUF_MAGIC.length)).equals(PROTOBUF_MAGIC)) {
    throw new ProtobufError('Cannot read a protobuf list: it does not begin with "k8s"');
  }
  for (let tag = await bytes.tag(); tag !== undefined; tag = await bytes.tag()) {
    const length = await bytes.varint();
    const end = bytes.offset + length;
    if (tag !== RAW) await bytes.take(length);
    while (bytes.offset < end) {
      const number = await bytes.tag();
      yield { number: number ?? 0, value: await bytes.take(await bytes.varint()) };
    }
  }
}

/** The longest varint. */
const MOST_VARINT_BYTES = 10;

/** No object is a tenth as long; a greater length is damaged, and its bytes are not waited for. */
const MOST_ITEM_BYTES = 64 * 1024 * 1024;

/** Most items fit; a longer one makes the buffer grow. */
const INITIAL_CAPACITY = 64 * 1024;

/** One buffer for a whole list: the result of take() is valid until the next call. */
class Bytes {
  /** The number of bytes taken. */
  offset = 0;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer = Buffer.allocUnsafeSlow(INITIAL_CAPACITY);
  #start = 0;
  #end = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    if (length > MOST_ITEM_BYTES) throw new ProtobufError(`Cannot read a protobuf list: an item of ${length} bytes`);
    await this.#fill(length);
    if (this.#length < length) throw new CutListError('Cannot read a protobuf list: it ends too early');
    return this.#skip(length);
  }

  /** The number of the next field, which must be length-delimited; undefined at the end. */
  async tag(): Promise<number | undefined> {
    await this.#fill(1);
    if (this.#length === 0) return undefined;
    const [number, wireType] = await this.#read((reader) => reader.tag());
    if (wireType === WireType.LengthDelimited) return number;
    throw new ProtobufError(`Cannot read a protobuf list: it has a field of wire type ${wireType}`);
  }

  varint(): Promise<number> {
    return this.#read((reader) => reader.uint32());
  }

  async #read<T>(read: (reader: BinaryReader) => T): Promise<T> {
    await this.#fill(MOST_VARINT_BYTES);
    const reader = new BinaryReader(this.#buffer.subarray(this.#start, this.#end));
    try {
      return read(reader);
    } catch (cause) {
      const reason = 'Cannot read a protobuf list: it has a damaged number';
      throw reader.pos > reader.len ? new CutListError(reason, { cause }) : new ProtobufError(reason, { cause });
    } finally {
      this.#skip(reader.pos);
    }
  }

  get #length(): number {
    return this.#end - this.#start;
  }

  #skip(length: number): Buffer {
    const start = this.#start;
    this.#start += length;
    this.offset += length;
    return this.#buffer.subarray(start, this.#start);
  }

  /** Buffers at least `length` bytes, or fewer at the end. */
  async #fill(length: number): Promise<void> {
    while (this.#length < length) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return;
      this.#append(value);
    }
  }

  #append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#buffer.length) this.#makeRoom(this.#length + chunk.length);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  #makeRoom(needed: number): void {
    const target = needed > this.#buffer.length ? Buffer.allocUnsafeSlow(needed * 2) : this.#buffer;
    this.#buffer.copy(target, 0, this.#start, this.#end);
    this.#buffer = target;
    this.#end = this.#length;
    this.#start = 0;
  }
}
