// What is written into the Lease.
import { expect, test } from '@jest/globals';
import { claimed } from '../../../src/kube/leaderElection/lease.ts';

test.each([
  [3000, 3],
  [3500, 4],
])('a lease duration of %d ms is written as %d s: followers never wait for less', (durationMs, seconds) => {
  expect(claimed(undefined, { identity: 'a', durationMs, atMs: 0 }).leaseDurationSeconds).toBe(seconds);
});
