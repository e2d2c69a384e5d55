import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isSameJson } from '../../src/api/isSameJson.ts';

describe('two JSON values', () => {
  it('are the same when the API server would read the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read: unknown = JSON.parse(JSON.stringify(value));
        expect(isSameJson(value, read)).toBe(true);
      }),
    );
  });

  it('differ when their texts differ', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (a, b) => {
        expect(isSameJson(a, b)).toBe(sorted(a) === sorted(b));
      }),
    );
  });

  it.each<[string, unknown, unknown]>([
    ['an undefined field and an absent one', { a: undefined, b: 1 }, { b: 1 }],
    ['fields in another order', { a: 1, b: [2] }, { b: [2], a: 1 }],
    ['0 and -0', [0], [-0]],
  ])('are the same: %s', (_, a, b) => {
    expect([isSameJson(a, b), isSameJson(b, a)]).toEqual([true, true]);
  });

  it.each<[string, unknown, unknown]>([
    ['a list and an object', [], {}],
    ['null and an absent field', { a: null }, {}],
    ['a field that every object inherits', { constructor: undefined, a: 1 }, { a: 1, constructor: 'x' }],
    ['as many fields of other names', { a: 1 }, { b: 1 }],
    ['lists of other lengths', [1], [1, 1]],
    ['a number and its text', 1, '1'],
  ])('differ: %s', (_, a, b) => {
    expect([isSameJson(a, b), isSameJson(b, a)]).toEqual([false, false]);
  });
});

/** Text in which the order of fields does not count. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
