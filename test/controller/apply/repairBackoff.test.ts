// When a repair is made that other clients have undone before.
import { describe, expect, test } from '@jest/globals';
import {
  isContestOver,
  repairAtMs,
  undone,
  written,
  type Contest,
} from '../../../src/controller/apply/repairBackoff.ts';

const asSent = { decision: 'a', change: undefined };
const changed = { decision: 'a', change: 'hints' };

/** How long each of the next repairs waits, when each is undone after `heldMs`. */
function waits(first: Contest, heldMs: number, count: number): readonly number[] {
  let contest = first;
  return Array.from({ length: count }, () => {
    const undoneMs = contest.writtenMs + heldMs;
    contest = undone(contest, 'x', undoneMs);
    const dueMs = repairAtMs(contest);
    contest = written(contest, asSent, dueMs);
    return (dueMs - undoneMs) / 1000;
  });
}

describe('a repair', () => {
  test('that is undone at once is made at once the first time, then after a growing delay of 5 min at most', () => {
    const all = waits(written(undefined, asSent, 0), 0, 12);
    expect(all).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  test('that is undone each second is made at once eight times', () => {
    const all = waits(written(undefined, asSent, 0), 990, 11);
    expect(all).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2]);
  });

  test('that held for minutes is made at once, as if it were the first', () => {
    expect(waits(written(undefined, asSent, 0), 120_000, 20).every((wait) => wait === 0)).toBe(true);
  });

  test("is delayed when the API server's answer already differed", () => {
    const contest = undone(written(undefined, changed, 0), 'hints', 5);
    expect([repairAtMs(contest), contest.repeatedChange]).toEqual([1000, 'hints']);
  });
});

describe('changes by other clients', () => {
  test('are reported from the second on', () => {
    const first = undone(written(undefined, asSent, 0), 'x', 10);
    const second = undone(written(first, asSent, 10), 'x', 20);
    expect([first.repeatedChange, second.repeatedChange]).toEqual([undefined, 'x']);
  });

  test('are forgotten when the write has held for minutes, however long the repair had waited', () => {
    const waiting = undone(written(undefined, changed, 0), 'x', 1);
    expect(isContestOver(waiting, 1_000_000)).toBe(false);
    const held = written(waiting, asSent, 1_000_000);
    expect([isContestOver(held, 1_119_999), isContestOver(held, 1_120_000)]).toEqual([false, true]);
  });

  test('of another decision are remembered, too', () => {
    const waiting = undone(written(undefined, changed, 0), 'hints', 1);
    const next = written(waiting, { decision: 'b', change: 'hints' }, 10);
    expect([next.strikes, next.repairs, repairAtMs(next)]).toEqual([1, 0, 1010]);
  });
});
