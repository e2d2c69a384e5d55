// Protobuf as a server writes it, field by field.

export function field(number: number, value: string | number | Buffer): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** A nested message. */
export function nested(number: number, ...fields: readonly Buffer[]): Buffer {
  return field(number, Buffer.concat(fields));
}

/** A list in Kubernetes' envelope. */
export function listBytes(resourceVersion: string, items: readonly Buffer[], more = ''): Buffer {
  const metadata = nested(1, field(1, ''), field(2, resourceVersion), field(3, more));
  const list = Buffer.concat([metadata, ...items.map((item) => field(2, item))]);
  const type = nested(1, field(1, 'v1'), field(2, 'ThingList'));
  return Buffer.concat([Buffer.from('k8s\0'), type, field(2, list), field(3, ''), field(4, '')]);
}

/** A number that may be negative, encoded as int64. */
export function signed(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest /= 128n) bytes.push(Number(rest % 128n) + 128);
  return Buffer.from([...bytes, Number(rest)]);
}
