// A failover.delay ends in time although background work gets no place in the queue.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { activeStandbyServices, services } from '../../../src/controller/cache/resources.ts';
import { delay, meddle } from '../../support/model/fault.ts';
import { fieldsOf, type ModelBody, type ModelObject } from '../../support/model/object.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { RunningController } from '../../support/operator/runningController.ts';

const ORDERS = { namespace: 'shop', name: 'orders' };

/** `failover.delay`, and as long as the restart of a watch that was silent before may take. */
const DUE_MS = 10_000 + 5000 + 100;

let operator: RunningController;
let free: () => void;

beforeEach(async () => {
  operator = await RunningController.afterServing();
  const { generation = 0 } = operator.model.get(activeStandbyServices, ORDERS).metadata;
  const asvc = asvcObject('orders', { failover: { delay: '10s' } });
  const { status } = operator.model.get(activeStandbyServices, ORDERS);
  operator.model.put(activeStandbyServices, {
    ...asvc,
    metadata: { ...asvc.metadata, generation: generation + 1 },
    status,
  });
  await operator.lead();
  await operator.clock.advance(200_000);
});

afterEach(async () => {
  free();
  await operator.stop();
});

/** Until the test ends: requests for the Services of other objects get no answer. */
async function takeBackgroundPlaces(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  free = resolve;
  operator.client.inject(delay(promise, ({ verb, resource }) => verb === 'create' && resource === services));
  for (const name of ['x', 'y', 'z']) operator.model.create(activeStandbyServices, asvcObject(name));
  await operator.settle();
}

function local(service: ModelObject): ModelBody {
  return { ...service, spec: { ...fieldsOf(service['spec']), internalTrafficPolicy: 'Local' } };
}

test('a failover is in time after a repair of the Service', async () => {
  await takeBackgroundPlaces();
  operator.model.put(services, local(operator.model.get(services, ORDERS)));
  operator.pod('a', false);
  await operator.clock.advance(DUE_MS);
  expect(operator.published).toBe('b@2');
});

test('a failover is in time after a repair that is held back, because other clients undo it', async () => {
  operator.client.inject(
    meddle(operator.model, ({ verb, resource }) => verb === 'apply' && resource === services, local),
  );
  operator.model.put(services, local(operator.model.get(services, ORDERS)));
  await operator.clock.advance(4000);
  await takeBackgroundPlaces();
  operator.pod('a', false);
  await operator.clock.advance(DUE_MS);
  expect(operator.published).toBe('b@2');
});
