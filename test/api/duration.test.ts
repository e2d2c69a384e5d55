import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { durationToMs, isDuration } from '../../src/api/duration.ts';

const UNITS: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

describe('durationToMs', () => {
  test.each([
    ['0s', 0],
    ['500ms', 500],
    ['1m30s', 90_000],
    ['1h2m3s4ms', 3_723_004],
    ['1s1s', 2_000],
    ['99999h', 359_996_400_000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(durationToMs(text)).toBe(ms);
  });

  test.each(['', '5', 's', '-1s', '1.5s', '1 s', '1d', '100000s', '1s1s1s1s1s', '1S', 'constructor', '1s\n'])(
    'refuses %j and shows the valid format',
    (text) => {
      expect(isDuration(text)).toBe(false);
      expect(() => durationToMs(text)).toThrow('500ms, 30s or 1m30s');
    },
  );

  test('adds up all parts', () => {
    const part = fc.tuple(fc.nat(99_999), fc.constantFrom(...UNITS));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.map(([count, [unit]]) => `${count}${unit}`).join('');
        expect(durationToMs(text)).toBe(parts.reduce((sum, [count, [, ms]]) => sum + count * ms, 0));
      }),
    );
  });
});
