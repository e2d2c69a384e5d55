// Reads and writes of the Lease that overtake each other.
import { expect, test } from '@jest/globals';
import { ApiError } from '../../../src/kube/api/apiError.ts';
import { leases, type Lease } from '../../../src/kube/leaderElection/lease.ts';
import { LeaseLock } from '../../../src/kube/leaderElection/leaseLock.ts';
import { LeaseView } from '../../../src/kube/leaderElection/leaseView.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';

const name = { namespace: 'system', name: 'operator' };

function leaseAt(resourceVersion: string): Lease {
  return { metadata: { ...name, resourceVersion }, spec: { holderIdentity: 'a' } };
}

test('a Lease that was created while a read found none stays in the view', async () => {
  const view = new LeaseView(3000);
  view.see(leaseAt('5'), 0);
  const missing = Promise.withResolvers<never>();
  const client = { get: () => missing.promise, create: () => missing.promise, update: () => missing.promise };
  const read = new LeaseLock({ client, name, view, clock: new FakeClock() }).read();
  view.see(leaseAt('7'), 0);
  missing.reject(
    new ApiError({ action: 'get', resource: leases, object: name }, { code: 404, message: 'by the test' }),
  );
  await read;
  expect(view.lease?.metadata?.resourceVersion).toBe('7');
});
