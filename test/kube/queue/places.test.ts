// The number of places that a namespace may take.
import { describe, expect, it } from '@jest/globals';
import type { Queued } from '../../../src/kube/queue/fairQueue.ts';
import { Places } from '../../../src/kube/queue/places.ts';

/** The places that each flow gets, when one after the other takes as many as it can. */
function taken(count: number, ...flows: readonly Queued[]): readonly number[] {
  const places = new Places(count);
  for (const flow of ['first', 'second']) {
    places.take({ priority: 'urgent', flow });
    places.free({ priority: 'urgent', flow });
  }
  return flows.map((flow) => {
    let got = 0;
    for (; places.haveOneFor(flow); got++) places.take(flow);
    return got;
  });
}

const urgent = (flow: string): Queued => ({ priority: 'urgent', flow });
const background = (flow: string): Queued => ({ priority: 'background', flow });

describe('shared places', () => {
  it.each([
    [2, 1],
    [4, 3],
    [16, 12],
    [100, 75],
  ])('of %i: one namespace takes %i', (count, most) => {
    expect(taken(count, urgent('a'))).toEqual([most]);
  });

  it('leave some to a second namespace when the first took all that it could', () => {
    expect(taken(16, urgent('a'), urgent('b'))[1]).toBeGreaterThan(0);
  });

  it('leave one to background work of others, and the last quarter to urgent work', () => {
    const [a = 0, b = 0, ...rest] = taken(16, background('a'), background('b'), urgent('a'), urgent('c'));
    expect(a + b).toBeLessThanOrEqual(12);
    expect([a, b > 0, (rest[1] ?? 0) > 0]).toEqual([9, true, true]);
  });

  it('may all be taken by work without a namespace', () => {
    expect(taken(16, urgent(''))).toEqual([16]);
  });
});
