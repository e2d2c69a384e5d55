// Damages the bytes of a protobuf message.
import * as fc from 'fast-check';
import { field, nested, varint } from './protobufBytes.ts';

export type Mutation =
  | { readonly kind: 'flip' | 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut' | 'drop'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Buffer };

/** Places are fractions of the length: 0 is the begin, 1 the end. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

const lengths = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, -1, -(2 ** 31), -(2 ** 63)];

const hostile = fc.oneof(
  // Numbers and lengths that are too large or negative, as a value and as a field of any type.
  fc.constantFrom(...lengths).map(varint),
  fc
    .tuple(fc.nat(127), fc.constantFrom(...lengths))
    .map(([tag, length]) => Buffer.concat([varint(tag), varint(length)])),
  fc.tuple(fc.nat(30), fc.nat(200)).map(([number, depth]) => nestedDeep(number + 1, depth)),
  // Groups that never end.
  fc.tuple(fc.nat(15), fc.nat(500)).map(([number, depth]) => Buffer.alloc(depth, number * 8 + 3)),
  fc.nat(11).map((length) => Buffer.alloc(length, 0xff)),
  fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes)),
);

const one: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('flip', 'set'), at: place, byte: fc.nat(255) }),
  fc.record({ kind: fc.constantFrom('cut', 'drop'), at: place, length: fc.nat(64) }),
  fc.record({ kind: fc.constant('insert'), at: place, bytes: hostile }),
);

export const anyMutation = fc.array(one, { minLength: 1, maxLength: 4 });

export function mutated(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  return mutations.reduce<Buffer>(mutatedOnce, bytes);
}

function mutatedOnce(bytes: Buffer, mutation: Mutation): Buffer {
  const at = Math.floor(mutation.at * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (mutation.kind) {
    case 'flip':
      return Buffer.concat([before, after.subarray(0, 1).map((byte) => byte ^ mutation.byte), after.subarray(1)]);
    case 'set':
      return Buffer.concat([before, Buffer.from([mutation.byte]), after.subarray(1)]);
    case 'cut':
      return before;
    case 'drop':
      return Buffer.concat([before, after.subarray(mutation.length)]);
    case 'insert':
      return Buffer.concat([before, mutation.bytes, after]);
  }
}

function nestedDeep(number: number, depth: number): Buffer {
  return depth === 0 ? Buffer.alloc(0) : nested(number, nestedDeep(number, depth - 1));
}

/** Unknown fields of all wire types; fields may come in any order and number. */
const unknown = fc.oneof(
  fc.tuple(fc.integer({ min: 1000, max: 2 ** 28 }), fc.maxSafeNat()).map(([number, value]) => field(number, value)),
  fc.tuple(fc.integer({ min: 1000, max: 2 ** 28 }), fc.string()).map(([number, value]) => field(number, value)),
  fc.integer({ min: 1000, max: 2 ** 28 }).map((number) => Buffer.concat([varint(number * 8 + 5), Buffer.alloc(4, 7)])),
  fc.integer({ min: 1000, max: 2 ** 28 }).map((number) => Buffer.concat([varint(number * 8 + 1), Buffer.alloc(8, 7)])),
);

/** The same message with some unknown fields before and after it. */
export function unknownFields(bytes: Buffer): fc.Arbitrary<Buffer> {
  const some = fc.array(unknown, { maxLength: 5 });
  return fc.tuple(some, some).map(([before, behind]) => Buffer.concat([...before, bytes, ...behind]));
}
