import { describe, expect, test } from '@jest/globals';
import { goalsOf, isMet } from '../../bench/peers/goals.ts';
import type { PeersResults } from '../../bench/peers/results.ts';
import { good } from './peersResults.ts';

function missed(results: PeersResults): readonly string[] {
  return goalsOf(results)
    .filter((goal) => !isMet(goal))
    .map(({ what }) => what);
}

function withFailovers(arm: string, ms: number): PeersResults {
  const changed = good.failovers.map((each) =>
    each.arm === arm ? { ...each, turns: each.turns.map((turn) => ({ ...turn, ms: [ms, ms] })) } : each,
  );
  return { ...good, failovers: changed };
}

describe('the goals', () => {
  test('are all met by a run that meets them', () => {
    expect(missed(good)).toEqual([]);
    expect(goalsOf(good)).toHaveLength(21);
  });

  test.each([
    ['with few objects', 'ours', '20 objects'],
    ['with many objects', 'ours-many', '1,000 objects'],
  ])('are missed by slow failovers %s', (_, arm, objects) => {
    expect(missed(withFailovers(arm, 8))).toEqual([
      `failover, ${objects}: p50 ÷ the bare loop`,
      `failover, ${objects}: p99 ÷ the bare loop`,
      `failover, ${objects}: p50 ÷ the EndpointSlice controller in its best case`,
      `failover, ${objects}: p50 ÷ the EndpointSlice controller after a readiness failover`,
    ]);
  });

  test('are missed by a slow storm', () => {
    const slow = good.storms.map((each) => (each.arm === 'ours' ? { ...each, storms: [{ ms: [800] }] } : each));
    expect(missed({ ...good, storms: slow })).toHaveLength(3);
  });

  test('are missed by a second status write', () => {
    const counts = good.counts.map((each) => ({ ...each, failover: { ...each.failover, statusWrites: 2 } }));
    expect(missed({ ...good, counts })).toEqual(['status writes per failover']);
  });

  test('are missed by the median of the takeovers, not by one of them', () => {
    expect(missed({ ...good, takeoverSeconds: [3, 3.2, 4] })).toEqual([]);
    expect(missed({ ...good, takeoverSeconds: [3, 3.6, 4] })).toEqual(['leader killed: another acts after']);
  });

  test('leave out what was not measured', () => {
    const { starts: _, ...rest } = good;
    const some = { ...rest, failovers: [], storms: [], counts: [], takeoverSeconds: [] };
    expect(goalsOf(some)).toEqual([]);
  });
});
