// The reconcile state and the status after a reconcile that failed or was restricted.
import { describe, expect, test } from '@jest/globals';
import { withRecord } from '../../support/objects/slices.ts';
import { World } from '../../support/operator/world.ts';
import type { WorldSpec } from '../../support/operator/worldSpec.ts';

/** a is active in term 1, which the status reports; b is standby. */
function running(spec: WorldSpec = {}): World {
  const world = new World(spec);
  world.pod('a');
  world.settle();
  world.clock.advance(1000);
  world.pod('b');
  world.settle();
  return world;
}

function damage(world: World): void {
  world.edit((slice) => withRecord(slice, 'nonsense'));
}

describe('after a write whose answer was lost', () => {
  test('a slice that is damaged at once does not get the previous term again', () => {
    const world = running();
    world.pod('a', { ready: false });
    world.reconcile('responseLost');
    damage(world);
    world.reconcile();
    expect(world.term).toBe(101);
  });

  test('an undamaged slice counts, and the next term follows', () => {
    const world = running();
    world.pod('a', { ready: false });
    world.reconcile('responseLost');
    world.pod('a', { ready: true });
    world.pod('b', { ready: false });
    world.settle();
    expect([world.term, world.slice?.endpoints?.[0]?.targetRef?.name]).toEqual([3, 'a']);
  });
});

describe('after a write that was refused', () => {
  test('a slice that is damaged at once gets its previous ledger again', () => {
    const world = running();
    world.pod('a', { ready: false });
    world.reconcile('refused');
    damage(world);
    world.pod('a', { ready: true });
    world.reconcile();
    expect(world.term).toBe(1);
  });
});

describe('while paused', () => {
  test('a damaged record is not reported either', () => {
    const world = running();
    world.respec({ paused: true });
    world.edit((slice) => ({ ...withRecord(slice, 'nonsense'), endpoints: [{ addresses: ['10.9.9.9'] }] }));
    world.crash();
    world.settle();
    expect([world.slice?.endpoints, world.reportedTerm]).toEqual([[], 1]);
  });
});

describe('a pending failover that status reports', () => {
  test('does not count for another pod, which has a delay of its own', () => {
    const world = running({ failover: { delay: '10s' } });
    world.pod('a', { ready: false });
    world.settle();
    world.clock.advance(10_000);
    world.reconcile();
    // The status still reports a when the process ends.
    world.pod('a', { ready: true });
    world.pod('b', { ready: false });
    world.crash();
    expect(world.reconcile()?.step).toMatchObject({ phase: 'Suspect', ledger: { term: 2, holder: { name: 'b' } } });
    expect(world.dueMs).toBe(world.clock.monotonicMs() + 10_000);
  });
});
