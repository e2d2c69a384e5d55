// Which is the first term? 1 for whoever has made the Service; where it stood already, terms may have been given out
// that nothing tells of any more.
import { describe, expect, test } from '@jest/globals';
import { services } from '../../src/controller/resources.ts';
import { decision, reasons } from '../support/operator/decisions.ts';
import { World } from '../support/operator/world.ts';
import { ASVC } from '../support/operator/worldSpec.ts';

/** Each pass of the operator, and no status: it is refused. */
function passes(world: World, count = 3): void {
  for (let i = 0; i < count; i++) world.pass();
}

function begun(): World {
  const world = new World();
  world.pod('a');
  passes(world);
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
    passes(world);
  }
}

describe('the first term', () => {
  test('is 1 for whoever has made the Service', () => {
    expect(begun().term).toBe(1);
  });

  test('is 1 also when there was no pod for long', () => {
    const world = new World();
    passes(world);
    world.pod('a');
    passes(world);
    expect(world.term).toBe(1);
  });

  test('is 101 after five elections that no status tells of, and the loss of the slice at a restart', () => {
    const world = begun();
    fiveElections(world);
    expect(world.term).toBe(5);
    world.crash();
    world.deleteSlice();
    passes(world);
    expect(world.term).toBe(101);
  });

  test('is 101 also when the Service was made again by whoever has found it', () => {
    const world = begun();
    world.crash();
    world.deleteSlice();
    world.operator.observe();
    world.pod('a', { ready: false });
    passes(world);
    world.model.delete(services, ASVC);
    passes(world);
    world.pod('a', { ready: true });
    passes(world);
    expect(world.term).toBe(101);
  });

  test('is 101 when a crash came between Service and slice, which leaves the same behind', () => {
    const world = new World();
    world.pod('a');
    world.pass();
    world.crash();
    passes(world);
    expect(world.term).toBe(101);
  });

  test('is above a write of which nobody knows whether it was executed', () => {
    const world = new World();
    world.pod('a');
    world.pass();
    world.pass('unheard');
    world.deleteSlice();
    passes(world);
    expect(world.term).toBe(101);
  });

  test('is followed by no other before the status tells of it', () => {
    const world = begun();
    world.crash();
    world.deleteSlice();
    passes(world);
    world.pod('b');
    world.pod('a', { ready: false });
    passes(world);
    expect([world.term, reasons(decision(world))]).toEqual([101, ['StatusLagsLedger']]);
    world.operator.report();
    passes(world);
    expect(world.term).toBe(102);
  });
});
