// Which is the first term? 1 for whoever has made the Service; where it stood already, terms may have been given out
// that nothing tells of any more.
import { describe, expect, test } from '@jest/globals';
import { services } from '../../../src/controller/cache/resources.ts';
import { decision, reasons } from '../../support/operator/decisions.ts';
import { World } from '../../support/operator/world.ts';
import { ASVC } from '../../support/operator/worldSpec.ts';

/** Each reconcile of the operator, and no status: it is refused. */
function reconcileWithoutStatus(world: World, count = 3): void {
  for (let i = 0; i < count; i++) world.reconcile();
}

function begun(): World {
  const world = new World();
  world.pod('a');
  reconcileWithoutStatus(world);
  return world;
}

/** In five terms, a and b after each other. */
function fiveElections(world: World): void {
  for (const [next, last] of [
    ['b', 'a'],
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'b'],
  ] as const) {
    world.pod(next, { ready: true });
    world.pod(last, { ready: false });
    reconcileWithoutStatus(world);
  }
}

describe('the first term', () => {
  test('is 1 for whoever has made the Service', () => {
    expect(begun().term).toBe(1);
  });

  test('is 1 also when there was no pod for long', () => {
    const world = new World();
    reconcileWithoutStatus(world);
    world.pod('a');
    reconcileWithoutStatus(world);
    expect(world.term).toBe(1);
  });

  test('is 101 after five elections that no status tells of, and the loss of the slice at a restart', () => {
    const world = begun();
    fiveElections(world);
    expect(world.term).toBe(5);
    world.crash();
    world.deleteSlice();
    reconcileWithoutStatus(world);
    expect(world.term).toBe(101);
  });

  test('is 101 also when the Service was made again by whoever has found it', () => {
    const world = begun();
    world.crash();
    world.deleteSlice();
    world.operator.observe();
    world.pod('a', { ready: false });
    reconcileWithoutStatus(world);
    world.model.delete(services, ASVC);
    reconcileWithoutStatus(world);
    world.pod('a', { ready: true });
    reconcileWithoutStatus(world);
    expect(world.term).toBe(101);
  });

  test('is 101 when a crash came between Service and slice, which leaves the same behind', () => {
    const world = new World();
    world.pod('a');
    world.reconcile();
    world.crash();
    reconcileWithoutStatus(world);
    expect(world.term).toBe(101);
  });

  test('is above a write of which nobody knows whether it was executed', () => {
    const world = new World();
    world.pod('a');
    world.reconcile();
    world.reconcile('unheard');
    world.deleteSlice();
    reconcileWithoutStatus(world);
    expect(world.term).toBe(101);
  });

  test('is followed by no other before the status tells of it', () => {
    const world = begun();
    world.crash();
    world.deleteSlice();
    reconcileWithoutStatus(world);
    world.pod('b');
    world.pod('a', { ready: false });
    reconcileWithoutStatus(world);
    expect([world.term, reasons(decision(world))]).toEqual([101, ['StatusLagsLedger']]);
    world.operator.updateStatus();
    reconcileWithoutStatus(world);
    expect(world.term).toBe(102);
  });
});
