import { describe, expect, test } from '@jest/globals';
import { checkTwins, VoidError } from '../../bench/peers/validity.ts';

function twins(one: number, twin: number) {
  return [
    { arm: 'bare', objects: 20, turns: [{ ms: [one], apiServerCpuMs: 1 }] },
    { arm: 'bare-twin', objects: 20, turns: [{ ms: [twin], apiServerCpuMs: 1 }] },
  ];
}

describe('a run', () => {
  test('counts when the twin differs by a quarter', () => {
    expect(() => checkTwins(twins(4, 5))).not.toThrow();
  });

  test.each([
    ['slower', 4, 5.1],
    ['faster', 5.1, 4],
  ])('is void when the twin is %s by more', (_, one, twin) => {
    expect(() => checkTwins(twins(one, twin))).toThrow(VoidError);
    expect(() => checkTwins(twins(one, twin))).toThrow('differ by 27 %');
  });

  test('counts without a twin', () => {
    expect(() => checkTwins(twins(4, 9).slice(0, 1))).not.toThrow();
  });
});
