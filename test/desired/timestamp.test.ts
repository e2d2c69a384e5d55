import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { fromTimestamp } from '../../src/desired/timestamp.ts';
import { toMicroTime } from '../../src/kube/api/microTime.ts';

/** Later, a number of milliseconds cannot hold microseconds. */
const YEAR_2100_US = Date.parse('2100-01-01T00:00:00Z') * 1000;

function survives(microseconds: number): boolean {
  const text = toMicroTime(microseconds / 1000);
  return toMicroTime(fromTimestamp(text) ?? NaN) === text && text.length === 27;
}

describe('a time', () => {
  test('is written in UTC with microseconds', () => {
    expect(toMicroTime(Date.parse('2026-11-21T01:02:03.456Z') + 0.789)).toBe('2026-11-21T01:02:03.456789Z');
    expect(toMicroTime(0)).toBe('1970-01-01T00:00:00.000000Z');
  });

  test.each([
    ['2026-11-21T01:02:03Z', 0],
    ['2026-11-21T01:02:03.5Z', 500],
    ['2026-11-21T01:02:03.000001Z', 0.001],
    ['2026-11-21T02:02:03.25+01:00', 250],
    ['2026-11-20T20:02:03.123456789-05:00', 123.456789],
  ])('can be parsed from %s', (text, afterMs) => {
    expect(fromTimestamp(text)).toBeCloseTo(Date.parse('2026-11-21T01:02:03Z') + afterMs, 3);
  });

  test('survives a round trip to the microsecond', () => {
    const anyMicrosecond = fc.integer({ min: 0, max: YEAR_2100_US });
    expect(() => fc.assert(fc.property(anyMicrosecond, survives), { numRuns: 5000 })).not.toThrow();
  });
});

describe('an invalid time', () => {
  test.each([
    undefined,
    '',
    'soon',
    '2026-11-21',
    '2026-13-41T00:00:00Z',
    '2026-11-21T01:02:03',
    '2026-11-21T01:02:03.Z',
    '2026-11-21T01:02:03+99:99',
    ' 2026-11-21T01:02:03Z',
    '9999-12-31T23:59:59-10:00',
    '0000-01-01T00:00:00+10:00',
  ])('is refused: %s', (text) => {
    expect(fromTimestamp(text)).toBeUndefined();
  });
});
