import { describe, expect, test } from '@jest/globals';
import { summaryOf } from '../../bench/latency/quantiles.ts';

describe('a summary of durations', () => {
  test('names measured ones, whatever their order', () => {
    const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(summaryOf(durations)).toEqual({ p50: 50, p90: 90, p99: 99, max: 100 });
  });

  test('of one is that one', () => {
    expect(summaryOf([7])).toEqual({ p50: 7, p90: 7, p99: 7, max: 7 });
  });
});
