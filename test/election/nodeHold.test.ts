// When a node hold begins, and how long it lasts.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anchorOf, COUNTED_MS, holdOf, type NodeCount } from '../../src/election/nodeHold.ts';
import { START_MS } from '../support/election/pods.ts';

const now = (monotonicMs = 0) => ({ wallMs: START_MS + monotonicMs, monotonicMs });
const minutes = (count: number) => count * 60_000;
/** In any order. */
function of(others: number, unreachableSince: readonly number[]): NodeCount {
  return { others, unreachableSince: unreachableSince.toSorted((a, b) => a - b) };
}

describe('a hold', () => {
  test.each<[string, NodeCount, [until: number, unreachable: number, counted: number] | undefined]>([
    ['no nodes', of(0, []), undefined],
    ['all nodes are healthy', of(3, []), undefined],
    ['1 of 1, which is one node alone', of(0, [0]), undefined],
    ['1 of 2', of(1, [0]), undefined],
    ['2 of 2', of(0, [-1, -2]), [COUNTED_MS - 2, 2, 2]],
    ['2 of 3', of(1, [-5, -9]), [COUNTED_MS - 9, 2, 3]],
    ['2 of 4, which is exactly half', of(2, [0, 0]), undefined],
    ['3 of 4', of(1, [-1, -2, -3]), [COUNTED_MS - 2, 3, 4]],
    ['3 of 5', of(2, [-1, -2, -3]), [COUNTED_MS - 3, 3, 5]],
    ['4 of 5: one more may be left out first', of(1, [-1, -2, -3, -4]), [COUNTED_MS - 2, 4, 5]],
    ['all of 4: at least two must count', of(0, [-1, -2, -3, -4]), [COUNTED_MS - 2, 4, 4]],
    ['2 of 3, one of them for 10 minutes', of(1, [0, -COUNTED_MS]), undefined],
    ['2 of 3, one of them for almost 10 minutes', of(1, [0, 1 - COUNTED_MS]), [1, 2, 3]],
    ['3 of 4, of which one does not count any more', of(1, [0, -1, -COUNTED_MS]), [COUNTED_MS - 1, 2, 3]],
    ['2 of 3 for an hour', of(1, [-minutes(60), -minutes(61)]), undefined],
    ['both of 2, one of them for an hour', of(0, [0, -minutes(60)]), undefined],
  ])('%s', (_, count, expected) => {
    const hold = holdOf(count, now());
    expect(hold && [hold.untilMonotonicMs, hold.unreachable, hold.counted]).toEqual(expected);
  });

  test('has its end on both clocks', () => {
    const hold = holdOf(of(0, [minutes(1), minutes(2)]), now(minutes(3)));
    expect(hold).toMatchObject({ untilMonotonicMs: minutes(11), untilMs: START_MS + minutes(11) });
  });

  const anyCount: fc.Arbitrary<NodeCount> = fc
    .tuple(fc.nat(6), fc.array(fc.integer({ min: -2 * COUNTED_MS, max: 0 }), { maxLength: 8 }))
    .map(([others, since]) => of(others, since));

  test('lasts exactly until its end', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const hold = holdOf(count, now());
        if (hold === undefined) return;
        expect(holdOf(count, now(hold.untilMonotonicMs - 1))?.untilMonotonicMs).toBe(hold.untilMonotonicMs);
        expect(holdOf(count, now(hold.untilMonotonicMs))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test('is on exactly while at least two and more than half of the counted nodes are unreachable', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const recent = count.unreachableSince.filter((sinceMs) => sinceMs > -COUNTED_MS).length;
        expect(holdOf(count, now()) !== undefined).toBe(recent >= 2 && recent > (recent + count.others) / 2);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a node that is first seen unreachable', () => {
  test.each<[string, number | undefined, number]>([
    ['now', START_MS + 1000, 1000],
    ['a minute after it became unreachable', START_MS + 1000 - minutes(1), 1000 - minutes(1)],
    ['before it became unreachable, by a clock that was set back', START_MS + minutes(60), 1000],
    ['at an unknown time', undefined, 1000],
  ])('%s is counted from there', (_, sinceMs, expected) => {
    expect(anchorOf(sinceMs, now(1000))).toBe(expected);
  });
});
