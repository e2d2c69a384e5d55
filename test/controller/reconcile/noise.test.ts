// Pods that change all the time cost little and delay no failover.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { endpointSlices } from '../../../src/controller/cache/resources.ts';
import { RunningController } from '../../support/operator/runningController.ts';

let controller: RunningController;

beforeEach(async () => {
  controller = await RunningController.leading();
  await controller.clock.advance(10_000);
  controller.outcomes.length = 0;
});

afterEach(() => controller.stop());

async function flip(pod: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    controller.pod(pod, time % 2 === 1);
    await controller.clock.advance(10);
  }
}

test('a standby whose readiness changes 100 times per second is reconciled ten times per second', async () => {
  await flip('b', 200);
  expect(controller.outcomes.length).toBeGreaterThan(10);
  expect(controller.outcomes.length).toBeLessThanOrEqual(10 + 20 + 1);
});

test('the same holds where mirrored slices of the Service are examined each time', async () => {
  controller.model.put(endpointSlices, {
    metadata: {
      namespace: 'shop',
      name: 'orders-mirrored',
      labels: {
        'kubernetes.io/service-name': 'orders',
        'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
      },
    },
    addressType: 'IPv4',
    endpoints: [],
  });
  await flip('b', 200);
  expect(controller.outcomes.length).toBeLessThanOrEqual(10 + 20 + 2);
});

test('a failover at that time is not delayed', async () => {
  await flip('b', 200);
  expect(controller.published).toBe('a@1');
  controller.pod('a', false);
  await controller.settle();
  expect(controller.published).toBe('b@2');
});

test('a mirrored slice without changes causes no reconciles', async () => {
  const labels = {
    'kubernetes.io/service-name': 'orders',
    'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
  };
  controller.model.create(endpointSlices, { metadata: { namespace: 'shop', name: 'orders-by-hand', labels } });
  await controller.clock.advance(10_000);
  controller.client.requests.length = 0;
  await flip('b', 200);
  const reads = controller.client.requests.filter(({ resource }) => resource.plural === 'endpoints');
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.length).toBeLessThanOrEqual(10 + 20 + 1);
});
