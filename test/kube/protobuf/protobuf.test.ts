import { describe, expect, it } from '@jest/globals';
import {
  flag,
  integer,
  list,
  message,
  ProtobufError,
  readMessage,
  shape,
  text,
  textMap,
  time,
} from '../../../src/kube/protobuf/protobuf.ts';
import { field, nested, signed, varint } from '../../support/objects/protobufBytes.ts';

const inner = shape({ 1: text('name'), 2: integer('number') });
const outer = shape({
  1: text('title'),
  2: message('inner', inner),
  3: list('inners', inner),
  4: textMap('labels'),
  5: flag('on'),
  20: time('since'),
});

const read = (...fields: readonly Buffer[]): unknown => readMessage(Buffer.concat(fields), outer, {});

describe('a protobuf message', () => {
  it('is read by its shape', () => {
    const bytes = [
      field(1, 'Größe 🦕'),
      nested(2, field(1, 'a'), field(2, 300)),
      nested(3, field(1, 'b')),
      nested(3, field(2, 2 ** 40)),
      nested(4, field(1, 'app'), field(2, 'orders')),
      nested(4, field(1, 'empty'), field(2, '')),
      field(5, 1),
      nested(20, field(1, Date.UTC(2026, 10, 21, 1, 2, 3) / 1000), field(2, 999)),
    ];
    expect(read(...bytes)).toEqual({
      title: 'Größe 🦕',
      inner: { name: 'a', number: 300 },
      inners: [{ name: 'b' }, { number: 2 ** 40 }],
      labels: { app: 'orders', empty: '' },
      on: true,
      since: '2026-11-21T01:02:03Z',
    });
  });

  it('may have unknown fields of any wire type', () => {
    const fixed64 = Buffer.from([9 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8]);
    const fixed32 = Buffer.from([8 * 8 + 5, 1, 2, 3, 4]);
    const unknown = [field(7, 5), nested(900, field(1, 'x')), fixed64, fixed32];
    expect(read(...unknown, field(1, 'there'), ...unknown)).toEqual({ title: 'there' });
  });

  it('gives only the values of wanted keys of a map', () => {
    const wanting = shape({ 1: textMap('notes', (key) => key === 'constructor' || key === 'empty') });
    const bytes = [
      nested(1, field(1, 'other'), field(2, 'x')),
      nested(1, field(1, 'constructor'), field(2, 'Größe')),
      nested(1, field(1, 'empty')),
    ];
    expect(readMessage(Buffer.concat(bytes), wanting, {})).toEqual({ notes: { constructor: 'Größe', empty: '' } });
    expect(readMessage(Buffer.concat(bytes.slice(0, 1)), wanting, {})).toEqual({});
  });

  it('omits empty values, as JSON does', () => {
    expect(read(field(1, ''), field(5, 0), nested(20), nested(2, field(2, 0)))).toEqual({ inner: {} });
  });

  it('keeps label keys that are named like built-in properties', () => {
    const labels = nested(4, field(1, 'constructor'), field(2, 'x'));
    expect(read(labels)).toEqual({ labels: { constructor: 'x' } });
  });

  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59Z', -1],
    ['0001-01-01T00:00:00Z', Date.parse('0001-01-01T00:00:00Z') / 1000],
    ['0000-01-01T00:00:00Z', Date.parse('0000-01-01T00:00:00Z') / 1000],
    ['9999-12-31T23:59:59Z', Date.parse('9999-12-31T23:59:59Z') / 1000],
  ])('gives the time %s', (since, seconds) => {
    expect(read(nested(20, signed(1, seconds)))).toEqual({ since });
  });

  it.each([
    ['before the year 0', signed(1, Date.parse('0000-01-01T00:00:00Z') / 1000 - 1)],
    ['after the year 9999', signed(1, Date.parse('9999-12-31T23:59:59Z') / 1000 + 1)],
    ['out of the range of Date', signed(1, 2 ** 52)],
    ['of the least number', signed(1, -(2 ** 63))],
  ])('is rejected with a time %s, which RFC 3339 cannot express', (_, seconds) => {
    expect(() => read(nested(20, seconds))).toThrow(ProtobufError);
  });

  it.each([
    ['of 2^31 bytes', 2 ** 31],
    ['of 2^32 - 1 bytes', 2 ** 32 - 1],
    ['of one byte too many', 2],
  ])('is rejected with a field %s, wanted or not', (_, length) => {
    for (const number of [1, 2, 7]) {
      const [tag, value] = [Buffer.from([number * 8 + 2]), varint(length)];
      expect(() => read(field(5, 1), Buffer.concat([tag, value, Buffer.from('x')]))).toThrow(ProtobufError);
    }
  });

  it('is rejected with a field of a negative length', () => {
    expect(() => read(Buffer.concat([Buffer.from([10]), varint(-1), Buffer.from('x')]))).toThrow(ProtobufError);
  });

  it('is rejected with deeply nested groups', () => {
    expect(() => read(Buffer.alloc(100_000, 7 * 8 + 3))).toThrow(ProtobufError);
  });

  it('may have a list of a hundred thousand entries', () => {
    const many = Array.from({ length: 100_000 }, () => nested(3));
    expect(read(...many)).toMatchObject({ inners: { length: 100_000 } });
  });

  it.each([
    ['cut within a field', field(1, 'orders').subarray(0, 4)],
    ['cut within a number', Buffer.from([5 * 8, 0x80])],
    ['of a wire type that is not in use any more', Buffer.from([1 * 8 + 3])],
    ['with a number for a message', field(2, 1)],
  ])('is rejected when it is %s', (_, bytes) => {
    expect(() => read(bytes)).toThrow(ProtobufError);
  });
});
