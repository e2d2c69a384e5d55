// What is remembered and told after a reconcile that did not go as it should?
import { describe, expect, test } from '@jest/globals';
import { withRecord } from '../../support/objects/slices.ts';
import { World } from '../../support/operator/world.ts';
import type { WorldSpec } from '../../support/operator/worldSpec.ts';

/** a is active in term 1, which has been reported; b is its standby. */
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
  test('a slice that is damaged at once does not get back the term of before', () => {
    const world = running();
    world.pod('a', { ready: false });
    world.reconcile('unheard');
    damage(world);
    world.reconcile();
    expect(world.term).toBe(101);
  });

  test('a slice that is left alone is believed, and the next term follows', () => {
    const world = running();
    world.pod('a', { ready: false });
    world.reconcile('unheard');
    world.pod('a', { ready: true });
    world.pod('b', { ready: false });
    world.settle();
    expect([world.term, world.slice?.endpoints?.[0]?.targetRef?.name]).toEqual([3, 'a']);
  });
});

describe('after a write that was refused', () => {
  test('a slice that is damaged at once gets back what it said before', () => {
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
  test('a record that is not believed is not reported either', () => {
    const world = running();
    world.respec({ paused: true });
    world.edit((slice) => ({ ...withRecord(slice, 'nonsense'), endpoints: [{ addresses: ['10.9.9.9'] }] }));
    world.crash();
    world.settle();
    expect([world.slice?.endpoints, world.reportedTerm]).toEqual([[], 1]);
  });
});

describe('a pending failover that status reports', () => {
  test('is not another pod’s, which has a delay of its own', () => {
    const world = running({ failover: { delay: '10s' } });
    world.pod('a', { ready: false });
    world.settle();
    world.clock.advance(10_000);
    world.reconcile();
    // The status still tells of a when the process ends.
    world.pod('a', { ready: true });
    world.pod('b', { ready: false });
    world.crash();
    expect(world.reconcile()?.step).toMatchObject({ phase: 'Suspect', ledger: { term: 2, holder: { name: 'b' } } });
    expect(world.dueMs).toBe(world.clock.monotonicMs() + 10_000);
  });
});
