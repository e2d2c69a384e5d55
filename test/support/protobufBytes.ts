// Protobuf as a server writes it, field by field.

export function field(number: number, value: string | number | Buffer): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** Fields that stand in a field of their own. */
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

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
