// What does a protobuf message say? Only the fields that a shape names are read; all others are skipped without a look,
// which makes reading a pod a hundred times cheaper than parsing its JSON.
// https://protobuf.dev/programming-guides/encoding/

export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

/** Some bytes of a message. Not a Buffer of its own, of which there would be a hundred for each pod. */
interface Span {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

interface FieldShape {
  readonly name: string;
  /** What the field becomes; undefined: nothing, as JSON leaves out what is empty. */
  readonly read: (value: Span | number) => unknown;
  /** Adds one more of the same field to what there was of it. */
  readonly merge?: (earlier: unknown, value: unknown) => unknown;
}

/** By field number. */
export type Shape = ReadonlyMap<number, FieldShape>;

export function shape(fields: Readonly<Record<number, FieldShape>>): Shape {
  return new Map(Object.entries(fields).map(([number, field]) => [Number(number), field]));
}

export function text(name: string): FieldShape {
  return { name, read: (value) => textOf(spanOf(value)) };
}

export function integer(name: string): FieldShape {
  return { name, read: (value) => (value === 0 ? undefined : value) };
}

export function flag(name: string): FieldShape {
  return { name, read: (value) => (value === 0 ? undefined : true) };
}

/** Kubernetes' Time: RFC 3339 with whole seconds. */
export function time(name: string): FieldShape {
  return { name, read: (value) => timeOf(spanOf(value)) };
}

export function message(name: string, of: Shape): FieldShape {
  return { name, read: (value) => readSpan(spanOf(value), of) };
}

export function list(name: string, of: Shape): FieldShape {
  return { ...message(name, of), merge: appended };
}

/** Of the values only those are read whose keys are wanted. */
export function textMap(name: string, isWanted: (key: string) => boolean = () => true): FieldShape {
  return {
    name,
    read: (value) => {
      const { key = '', content } = Object.assign<Entry, object>({}, readSpan(spanOf(value), entry));
      if (!isWanted(key)) return undefined;
      return { [key]: content === undefined ? '' : (textOf(content) ?? '') };
    },
    merge: (earlier, more) => Object.assign(earlier ?? {}, more),
  };
}

interface Entry {
  readonly key?: string;
  readonly content?: Span;
}

const entry = shape({ 1: text('key'), 2: { name: 'content', read: spanOf } });

/** Adds what the message says to an object of the type that its shape makes; whether it does, is for tests to tell. */
export function readMessage<T extends object>(bytes: Buffer, of: Shape, into: T): T {
  return Object.assign(into, readSpan({ bytes, start: 0, end: bytes.length }, of));
}

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;

interface Cursor {
  offset: number;
}

function readSpan({ bytes, start, end }: Span, of: Shape): object {
  const object: Record<string, unknown> = {};
  const cursor = { offset: start };
  while (cursor.offset < end) {
    const tag = readVarint(bytes, cursor);
    const value = readValue(bytes, cursor, tag & 7);
    if (cursor.offset > end) throw new ProtobufError('Cannot read a protobuf message: it ends within a field');
    const field = of.get(Math.floor(tag / 8));
    const read = field?.read(value);
    if (field !== undefined && read !== undefined) {
      object[field.name] = field.merge === undefined ? read : field.merge(object[field.name], read);
    }
  }
  return object;
}

function readValue(bytes: Buffer, cursor: Cursor, wireType: number): Span | number {
  switch (wireType) {
    case VARINT:
      return readVarint(bytes, cursor);
    case LENGTH_DELIMITED:
      return spanAt(bytes, cursor, readVarint(bytes, cursor));
    case EIGHT_BYTES:
      return spanAt(bytes, cursor, 8);
    case FOUR_BYTES:
      return spanAt(bytes, cursor, 4);
    default:
      throw new ProtobufError(`Cannot read a protobuf message: it has a field of wire type ${wireType}`);
  }
}

function spanAt(bytes: Buffer, cursor: Cursor, length: number): Span {
  const start = cursor.offset;
  cursor.offset += length;
  return { bytes, start, end: cursor.offset };
}

/** Exact up to 2^53; Kubernetes has no greater numbers. */
export function readVarint(bytes: Buffer, cursor: Cursor): number {
  let value = 0;
  for (let factor = 1; cursor.offset < bytes.length; factor *= 128) {
    const byte = bytes[cursor.offset++] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
  }
  throw new ProtobufError('Cannot read a protobuf message: it ends within a number');
}

function spanOf(value: Span | number): Span {
  if (typeof value !== 'number') return value;
  throw new ProtobufError('Cannot read a protobuf message: a number stands where a message should be');
}

function textOf({ bytes, start, end }: Span): string | undefined {
  return bytes.toString('utf8', start, end) || undefined;
}

const secondsShape = shape({ 1: integer('seconds') });

function timeOf(span: Span): string | undefined {
  const { seconds } = Object.assign<{ seconds?: number }, object>({}, readSpan(span, secondsShape));
  return seconds === undefined ? undefined : `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`;
}

function appended(earlier: unknown, value: unknown): readonly unknown[] {
  return Array.isArray(earlier) ? [...earlier, value] : [value];
}
