import { describe, expect, test } from '@jest/globals';
import { amount, amountWithRange } from '../../bench/peers/amounts.ts';
import { blocksOfTurns, medianOf, ratioOf } from '../../bench/peers/figures.ts';

const slow = { arm: 'slow', blocks: [[10], [30, 30]] };
const fast = { arm: 'fast', blocks: [[10], [10, 10]] };

describe('a ratio of two arms', () => {
  test('is that of all failovers, with the range of the blocks', () => {
    expect(ratioOf(slow, fast, 'p50')).toEqual({ value: 3, least: 1, most: 3 });
  });

  test('is not a number where the other arm has no such block', () => {
    const { most } = ratioOf(slow, { arm: 'short', blocks: [[10]] }, 'p50');
    expect(most).toBeNaN();
  });
});

describe('the CPU time of an arm', () => {
  const turn = { ms: [1], apiServerCpuMs: 1 };

  test('is the mean of its turns', () => {
    const turns = [
      { ...turn, cpuMs: 10 },
      { ...turn, cpuMs: 20 },
    ];
    expect(blocksOfTurns({ arm: 'ours', objects: 20, turns }).cpuMs).toBe(15);
  });

  test('is missing where the controller manager does the work', () => {
    expect(blocksOfTurns({ arm: 'selector', objects: 20, turns: [turn] })).not.toHaveProperty('cpuMs');
  });
});

test('the median of an even number is one of them', () => {
  expect(medianOf([4, 1, 3, 2])).toBe(2);
});

test('an amount has its unit, and its range without it', () => {
  expect(amount(139.6, 'MB')).toBe('140 MB');
  expect(amountWithRange({ value: 1.5, least: 1.25, most: 2 }, 'times')).toBe('× 1.50 (1.25–2.00)');
  expect(amountWithRange({ value: 1.5, least: 1.5, most: 1.5 }, 's')).toBe('1.50 s');
});
