// Timers as stories: failover.delay and election.minReady, over restarts and clocks that jump.
import { describe, expect, test } from '@jest/globals';
import {
  expectStory,
  gone,
  nothing,
  ready,
  restarted,
  together,
  unready,
  wallJumps,
  type Row,
} from '../../support/operator/story.ts';
import { World } from '../../support/operator/world.ts';

const HOUR_MS = 3_600_000;

function tolerant(): World {
  return new World({ failover: { delay: '10s' } });
}

function patient(): World {
  return new World({ election: { minReady: '10s' } });
}

describe('failover.delay', () => {
  const begin: readonly Row[] = [
    [0, ready('a', 'b'), 'Active a@1, 1 write'],
    [5, unready('a'), 'Suspect a@1, 0 writes'],
  ];

  test('tolerates an active that is not ready, and no longer', () => {
    expectStory(tolerant(), [
      ...begin,
      [14.999, nothing, 'Suspect a@1, 0 writes'],
      [15, nothing, 'Active b@2, 1 write'],
    ]);
  });

  test('starts again after a recovery', () => {
    expectStory(tolerant(), [
      ...begin,
      [14, ready('a'), 'Active a@1, 0 writes'],
      [15, unready('a'), 'Suspect a@1, 0 writes'],
      [24.999, nothing, 'Suspect a@1, 0 writes'],
      [25, nothing, 'Active b@2, 1 write'],
    ]);
  });

  test('lasts its full length although a repair has been refused for longer', () => {
    const world = tolerant();
    for (const name of ['a', 'b']) world.pod(name);
    world.settle();
    world.edit((slice) => ({ ...slice, ports: [] }));
    for (let times = 0; times < 4; times++) {
      world.clock.advance(10_000);
      world.reconcile('refused');
    }
    world.pod('a', { ready: false });
    world.reconcile('refused');
    expect(world.settle()?.step).toMatchObject({ phase: 'Suspect', ledger: { term: 1 } });
  });

  test('does not protect an active that is gone', () => {
    expectStory(tolerant(), [...begin, [6, gone('a'), 'Active b@2, 1 write']]);
  });

  test.each([HOUR_MS, -HOUR_MS])('is not affected by a wall clock that jumps by %d ms', (byMs) => {
    expectStory(tolerant(), [
      ...begin,
      [6, wallJumps(byMs), 'Suspect a@1, 0 writes'],
      [14.999, nothing, 'Suspect a@1, 0 writes'],
      [15, nothing, 'Active b@2, 1 write'],
    ]);
  });

  test('continues after a restart', () => {
    expectStory(tolerant(), [
      ...begin,
      [8, restarted, 'Suspect a@1, 0 writes'],
      [14.999, nothing, 'Suspect a@1, 0 writes'],
      [15, nothing, 'Active b@2, 1 write'],
    ]);
  });

  test('never takes longer than its own length after a restart with another wall clock', () => {
    expectStory(tolerant(), [
      ...begin,
      [8, together(wallJumps(-HOUR_MS), restarted), 'Suspect a@1, 0 writes'],
      [17.999, nothing, 'Suspect a@1, 0 writes'],
      [18, nothing, 'Active b@2, 1 write'],
    ]);
  });
});

describe('election.minReady', () => {
  test('holds back the first election', () => {
    expectStory(patient(), [
      [0, ready('a'), 'Electing -@0, 0 writes'],
      [9.999, nothing, 'Electing -@0, 0 writes'],
      [10, nothing, 'Active a@1, 1 write'],
    ]);
  });

  test('holds back a standby in a failover too', () => {
    expectStory(patient(), [
      [0, ready('a'), 'Electing -@0, 0 writes'],
      [20, ready('b'), 'Active a@1, 1 write'],
      [21, gone('a'), 'Electing -@1, 1 write'],
      [29.999, nothing, 'Electing -@1, 0 writes'],
      [30, nothing, 'Active b@2, 1 write'],
    ]);
  });

  test.each([HOUR_MS, -HOUR_MS])('is not affected by a wall clock that jumps by %d ms', (byMs) => {
    expectStory(patient(), [
      [0, ready('a'), 'Electing -@0, 0 writes'],
      [4, wallJumps(byMs), 'Electing -@0, 0 writes'],
      [9.999, nothing, 'Electing -@0, 0 writes'],
      [10, nothing, 'Active a@1, 1 write'],
    ]);
  });

  test('counts from the Ready transition, also after a restart', () => {
    expectStory(patient(), [
      [0, ready('a'), 'Electing -@0, 0 writes'],
      [4, restarted, 'Electing -@0, 0 writes'],
      [9.999, nothing, 'Electing -@0, 0 writes'],
      [10, nothing, 'Active a@101, 1 write'],
    ]);
  });

  test('starts again with each Ready transition', () => {
    expectStory(patient(), [
      [0, ready('a'), 'Electing -@0, 0 writes'],
      [6, unready('a'), 'Vacant -@0, 0 writes'],
      [8, ready('a'), 'Electing -@0, 0 writes'],
      [17.999, nothing, 'Electing -@0, 0 writes'],
      [18, nothing, 'Active a@1, 1 write'],
    ]);
  });
});
