// For an object that hangs in deletion, and for slices that outlive their object, only the addresses of dead pods are
// withdrawn, because other pods may get them.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, pods, services } from '../../../src/controller/cache/resources.ts';
import type { Resource } from '../../../src/kube/resource.ts';
import { nth, refuse } from '../../support/model/fault.ts';
import { fieldsOf } from '../../support/model/object.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { podObject } from '../../support/objects/podObjects.ts';
import { RunningController } from '../../support/operator/runningController.ts';

const ORDERS = { namespace: 'shop', name: 'orders' };
const LEDGER = { namespace: 'shop', name: 'orders-asvc-ipv4' };

let operator: RunningController;

beforeEach(async () => {
  operator = new RunningController();
  await operator.start();
  for (const name of ['a', 'b']) {
    operator.nodeOf(name);
    operator.pod(name);
  }
  operator.model.create(activeStandbyServices, asvcObject());
  await operator.lead();
  // Another client's finalizer, on all objects.
  for (const [resource, name] of [
    [activeStandbyServices, ORDERS],
    [services, ORDERS],
    [endpointSlices, LEDGER],
  ] as const) {
    const { metadata, ...object } = operator.model.get(resource, name);
    operator.model.put(resource, { ...object, metadata: { ...metadata, finalizers: ['example.com/wait'] } });
  }
  await operator.settle();
  operator.client.requests.length = 0;
});

afterEach(() => operator.stop());

function remove(resource: Resource, name: typeof ORDERS): void {
  operator.model.delete(resource, name);
}

function hangs(): void {
  remove(activeStandbyServices, ORDERS);
}

/** The object is gone, and the garbage collector has deleted what belonged to it. */
function outlives(): void {
  operator.model.remove(activeStandbyServices, ORDERS);
  remove(services, ORDERS);
  remove(endpointSlices, LEDGER);
}

/** A new object of its name was created. */
function isSucceeded(): void {
  outlives();
  operator.model.create(activeStandbyServices, asvcObject());
}

function podFails(phase: string): void {
  const facts = { ready: false, sinceMs: 0, phase, selected: true, ips: ['10.0.0.97'], nodeName: 'node-of-a' };
  operator.model.put(pods, podObject('a', facts));
}

const kill = (): void => operator.model.remove(pods, { namespace: 'shop', name: 'a' });

const moveAddress = (): void => {
  const facts = { ready: true, sinceMs: 0, phase: 'Running', selected: true, ips: ['10.0.0.9'], nodeName: 'node-of-a' };
  operator.model.put(pods, podObject('a', facts));
};

/** Writes but those of the status, such as "update endpointslices". */
function writes(): readonly string[] {
  return operator.client.writes.map(({ verb, resource }) => `${verb} ${resource.plural}`);
}

describe.each<[string, () => void]>([
  ['an object that hangs in deletion', hangs],
  ['a slice that outlives its object', outlives],
  ['a slice that outlives its object, which has a successor', isSucceeded],
])('%s', (_, goes) => {
  test.each<[string, () => void]>([
    ['is gone', kill],
    ['has failed', () => podFails('Failed')],
    ['has another address', moveAddress],
    [
      'was replaced by another pod of its name',
      () => {
        kill();
        operator.pod('a');
      },
    ],
  ])('loses the address of a pod that %s, in the same term, and no pod is elected', async (__, happens) => {
    goes();
    await operator.settle();
    operator.client.requests.length = 0;
    happens();
    await operator.settle();
    expect(operator.published).toBe('-@1');
    operator.pod('c');
    await operator.settle();
    expect(operator.published).toBe('-@1');
    expect(writes().filter((write) => !write.includes('updateStatus'))).toEqual(['update endpointslices']);
  });

  test('keeps the address of a living pod, ready or not', async () => {
    goes();
    operator.pod('a', false);
    await operator.settle();
    expect(operator.published).toBe('a@1');
  });

  test('loses the address also when the pod died while no process led', async () => {
    goes();
    await operator.settle();
    await operator.stop();
    kill();
    const model = operator.model;
    operator = new RunningController({}, model);
    await operator.start();
    await operator.lead();
    expect(operator.published).toBe('-@1');
  });
});

test('a pod that the watch has not reported yet is looked up before its address is withdrawn', async () => {
  operator.transport.trouble('cut off', pods);
  hangs();
  const unseen = operator.pod('c');
  const endpoints = [{ addresses: ['10.0.0.99'], targetRef: { kind: 'Pod', ...unseen } }];
  operator.model.put(endpointSlices, { ...operator.model.get(endpointSlices, LEDGER), endpoints });
  await operator.settle();
  expect(operator.slice.endpoints).toEqual(endpoints);
  expect(operator.client.requests.map(({ verb, resource }) => `${verb} ${resource.plural}`)).toContain('list pods');
});

test('an orphaned slice has no owner and is not written', async () => {
  hangs();
  const { metadata, ...slice } = operator.model.get(endpointSlices, LEDGER);
  operator.model.put(endpointSlices, { ...slice, metadata: { ...metadata, ownerReferences: [] } });
  await operator.settle();
  operator.client.requests.length = 0;
  kill();
  await operator.settle();
  expect([operator.slice.endpoints?.length, writes()]).toEqual([1, []]);
});

test('a write that is refused is retried', async () => {
  hangs();
  await operator.settle();
  const heal = operator.client.inject({
    meets: ({ verb }) => verb === 'update',
    happen: () => Promise.reject(new Error('no')),
  });
  kill();
  await operator.settle();
  expect([operator.published, operator.outcomes.at(-1)]).toEqual(['a@1', 'shop/orders failed']);
  heal();
  await operator.clock.advance(60_000);
  expect(operator.published).toBe('-@1');
});

test('a slice that another client filled is written without its additions', async () => {
  hangs();
  const { metadata, ...slice } = operator.model.get(endpointSlices, LEDGER);
  const annotations = { ...metadata.annotations, 'example.com/filler': 'x'.repeat(1000) };
  operator.model.put(endpointSlices, { ...slice, metadata: { ...metadata, annotations } });
  await operator.settle();
  operator.client.inject(
    refuse(
      422,
      nth(1, ({ verb, resource }) => verb === 'update' && resource === endpointSlices),
    ),
  );
  kill();
  await operator.settle();
  expect(operator.published).toBe('-@1');
  expect(operator.slice.metadata?.annotations).not.toHaveProperty(['example.com/filler']);
});

test('a slice of a predecessor that cannot be written does not keep the successor from being served', async () => {
  outlives();
  operator.client.inject(refuse(500, ({ verb, key }) => verb === 'update' && key === 'shop/orders-asvc-ipv4'));
  operator.model.create(
    activeStandbyServices,
    asvcObject('orders', { service: { name: 'others', ports: [{ port: 80 }] } }),
  );
  kill();
  await operator.settle();
  const others = operator.model.get(endpointSlices, { namespace: 'shop', name: 'others-asvc-ipv4' });
  expect(fieldsOf(others)['endpoints']).toHaveLength(1);
});

test('a slice that hangs in deletion while its object lives is repaired as usual', async () => {
  remove(endpointSlices, LEDGER);
  await operator.settle();
  kill();
  await operator.settle();
  expect(operator.published).toBe('b@2');
  expect(fieldsOf(operator.model.get(endpointSlices, LEDGER).metadata)['deletionTimestamp']).toBeDefined();
});
