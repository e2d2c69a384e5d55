// The first term is 1 for the process that creates the Service. Where the Service existed already, terms may have been
// given out that nothing records any more.
import { describe, expect, test } from '@jest/globals';
import { services } from '../../../src/controller/cache/resources.ts';
import { decision, reasons } from '../../support/operator/decisions.ts';
import { World } from '../../support/operator/world.ts';
import { ASVC } from '../../support/operator/worldSpec.ts';

/** Reconciles without status: its writes are refused. */
function reconcileWithoutStatus(world: World, count = 3): void {
  for (let i = 0; i < count; i++) world.reconcile();
}

function begun(): World {
  const world = new World();
  world.pod('a');
  reconcileWithoutStatus(world);
  return world;
}

/** Elects a and b in turn, in five terms. */
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
  test('is 1 for the process that created the Service', () => {
    expect(begun().term).toBe(1);
  });

  test('is 1 also after a long time without pods', () => {
    const world = new World();
    reconcileWithoutStatus(world);
    world.pod('a');
    reconcileWithoutStatus(world);
    expect(world.term).toBe(1);
  });

  test('is 101 after five elections that no status reports, and the loss of the slice at a restart', () => {
    const world = begun();
    fiveElections(world);
    expect(world.term).toBe(5);
    world.crash();
    world.deleteSlice();
    reconcileWithoutStatus(world);
    expect(world.term).toBe(101);
  });

  test('is 101 also when the process that found the Service created it again', () => {
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

  test('is 101 after a crash between the creation of Service and slice, which leaves the same state', () => {
    const world = new World();
    world.pod('a');
    world.reconcile();
    world.crash();
    reconcileWithoutStatus(world);
    expect(world.term).toBe(101);
  });

  test('is above that of a write with unknown outcome', () => {
    const world = new World();
    world.pod('a');
    world.reconcile();
    world.reconcile('responseLost');
    world.deleteSlice();
    reconcileWithoutStatus(world);
    expect(world.term).toBe(101);
  });

  test('is followed by no other before the status reports it', () => {
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
