// How many places may a namespace take?
import { describe, expect, it } from '@jest/globals';
import type { Queued } from '../../../src/kube/queue/fairQueue.ts';
import { Places } from '../../../src/kube/queue/places.ts';

/** Of so many places, shared by namespaces that take as many as they get, one after the other. */
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

describe('of places that are shared', () => {
  it.each([
    [2, 1],
    [4, 3],
    [16, 12],
    [100, 75],
  ])('%i, one namespace takes %i', (count, most) => {
    expect(taken(count, urgent('a'))).toEqual([most]);
  });

  it('a second namespace finds some, whatever the first one took', () => {
    expect(taken(16, urgent('a'), urgent('b'))[1]).toBeGreaterThan(0);
  });

  it('background work of one namespace leaves one to that of others, and the last quarter to what is urgent', () => {
    const [a = 0, b = 0, ...rest] = taken(16, background('a'), background('b'), urgent('a'), urgent('c'));
    expect(a + b).toBeLessThanOrEqual(12);
    expect([a, b > 0, (rest[1] ?? 0) > 0]).toEqual([9, true, true]);
  });

  it('what is in no namespace may take all', () => {
    expect(taken(16, urgent(''))).toEqual([16]);
  });
});
