// `demotedPod: Delete`: when the old active is deleted after a planned change.
import { expect, test } from '@jest/globals';
import { World } from '../../support/operator/world.ts';

function handedOver(): World {
  const world = new World({ handover: { demotedPod: 'Delete' }, failover: { delay: '30s' } });
  world.pod('a');
  world.clock.advance(1000);
  world.pod('b');
  world.settle();
  world.respec({ switchover: { requestID: 'r1', targetPod: 'b' } });
  // The process dies between the election and the deletion.
  world.reconcile('responseLost');
  world.crash();
  return world;
}

test('the old active is deleted by the next process after a crash', () => {
  const world = handedOver();
  world.settle();
  expect(world.demoted.length).toBe(1);
});

test('the old active is kept while the new one is impaired, and takes over from it', () => {
  const world = handedOver();
  world.pod('b', { ready: false });
  world.settle();
  expect(world.demoted).toEqual([]);
  world.clock.advance(30_000);
  expect(world.settle()?.step).toMatchObject({ phase: 'Active', ledger: { holder: { name: 'a' } } });
  expect(world.demoted).toEqual([]);
});
