// Invariants over random histories of pods, crashes, lost answers, late watches and changes by other clients.
import { describe, expect, test } from '@jest/globals';
import type { ReconcileState } from '../../../src/controller/reconcile/reconcileState.ts';
import { freshElectionState } from '../../../src/election/electionState.ts';
import { decisionOn } from '../../support/operator/decisions.ts';
import { calmHistory, happen, history, historyOfRequests } from '../../support/operator/historyActions.ts';
import { World } from '../../support/operator/world.ts';
import { WrittenSlices } from '../../support/operator/writtenSlices.ts';
import { expectAlways } from '../../support/properties.ts';

/** Two pods are up and one of them is active before the history begins; the status does not report it yet. */
function begin(): World {
  const world = new World();
  world.pod('a');
  world.pod('b');
  // The Service comes first.
  world.reconcile();
  world.reconcile();
  return world;
}

function expectSoundWrites(names: readonly string[]): void {
  const world = begin();
  const written = new WrittenSlices(world);
  const faults = [...written.faults()];
  happen(world, names, () => faults.push(...written.faults()));
  expect([...faults, ...written.faultsOfDemotions()]).toEqual([]);
}

function expectOneMoveEach(names: readonly string[]): void {
  const world = begin();
  const written = new WrittenSlices(world);
  happen(world, names);
  const moves = written.moves();
  expect(moves).toEqual([...new Set(moves)]);
}

/** Lets all timers and late watches end and resumes a paused object. */
function settled(names: readonly string[]): World {
  const world = begin();
  happen(world, names);
  world.operator.slices.release();
  world.respec({ paused: false, failover: { mode: 'Automatic' } });
  world.settle();
  // A timer that ends may start another one: a scheduled request may drain.
  for (let hour = 0; hour < 3; hour += 1) {
    world.clock.advance(3_600_000);
    world.settle();
  }
  return world;
}

function expectRest(names: readonly string[]): void {
  const world = settled(names);
  const [listed] = world.slice?.endpoints ?? [];
  const isPublished = listed !== undefined && world.isEligible(listed.targetRef?.name ?? '');
  expect(isPublished).toBe(['a', 'b', 'c'].some((name) => world.isEligible(name)));
  const nothing = { slice: { kind: 'none' }, service: { kind: 'none' } };
  expect(world.reconcile()).toMatchObject(nothing);
  world.crash();
  expect(world.reconcile()).toMatchObject(nothing);
}

function expectSameThroughJson(names: readonly string[]): void {
  const world = begin();
  happen(world, names);
  const observed = world.operator.observe();
  if (observed === undefined) throw new Error('there is nothing to observe');
  const reconcileState: ReconcileState = JSON.parse(JSON.stringify(observed.reconcileState));
  expect(decisionOn({ ...observed, reconcileState })).toEqual(decisionOn(observed));
}

const fresh: ReconcileState = { electionState: freshElectionState, ledger: undefined, isFirst: true, past: 'Unknown' };

function expectSameAfterRestart(names: readonly string[]): void {
  const world = begin();
  happen(world, names, () => world.operator.updateStatus());
  const observed = world.operator.observe();
  if (observed === undefined) throw new Error('there is nothing to observe');
  const [old, young] = [decisionOn(observed), decisionOn({ ...observed, reconcileState: fresh })];
  expect({ ...young.step, electionState: {} }).toEqual({ ...old.step, electionState: {} });
  expect(young.slice).toEqual(old.slice);
}

describe('whatever happens', () => {
  test('each write lists one living pod at most, elects an eligible one, and a term has one holder', () => {
    expectAlways(history, expectSoundWrites, 5000);
  });

  test('it converges with an eligible pod published where there is one, and then writes nothing', () => {
    expectAlways(history, expectRest, 1000);
  });

  test('each request moves the active once at most, over crashes and lost answers', () => {
    expectAlways(historyOfRequests, expectOneMoveEach, 1500);
  });

  test('the reconcile state survives JSON', () => {
    expectAlways(history, expectSameThroughJson, 500);
  });
});

describe('as long as the status is up to date and the clock does not jump', () => {
  test('a new process decides what the old one would have decided', () => {
    expectAlways(calmHistory, expectSameAfterRestart, 2000);
  });
});
