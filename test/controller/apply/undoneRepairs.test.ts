// Writes that other clients undo, at once or repeatedly.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, services } from '../../../src/controller/cache/resources.ts';
import type { Resource } from '../../../src/kube/resource.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { conditionOf, messageOf } from '../../support/model/condition.ts';
import { meddle } from '../../support/model/fault.ts';
import { fieldsOf, type ModelBody, type ModelObject } from '../../support/model/object.ts';
import { RunningController } from '../../support/operator/runningController.ts';

const ORDERS = { namespace: 'shop', name: 'orders' };

let operator: RunningController;

beforeEach(async () => {
  operator = await RunningController.leading();
  await operator.clock.advance(20_000);
  operator.client.requests.length = 0;
});

afterEach(() => operator.stop());

function writesOf(resource: Resource): number {
  return operator.client.writes.filter((write) => write.resource === resource).length;
}

function writeTo(resource: Resource): (request: ModelRequest) => boolean {
  return (request) => request.resource === resource && request.verb !== 'get' && request.verb !== 'delete';
}

/** Second by second, as long as `work` is done in each. */
async function seconds(count: number, work: () => void = () => undefined): Promise<void> {
  for (let second = 0; second < count; second += 1) {
    work();
    await operator.clock.advance(1000);
  }
}

function hinted(slice: ModelObject): ModelBody {
  const endpoints: readonly unknown[] = Array.isArray(slice['endpoints']) ? slice['endpoints'] : [];
  const hints = { forZones: [{ name: 'z1' }] };
  return { ...slice, endpoints: endpoints.map((endpoint) => ({ ...fieldsOf(endpoint), hints })) };
}

function withSpec(service: ModelObject, spec: object): ModelBody {
  return { ...service, spec: { ...fieldsOf(service['spec']), ...spec } };
}

function isDeletion({ verb, resource }: ModelRequest): boolean {
  return verb === 'delete' && resource === endpointSlices;
}

const madeOfSelector: ModelBody = {
  metadata: {
    namespace: 'shop',
    name: 'orders-abcde',
    labels: {
      'kubernetes.io/service-name': 'orders',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    },
  },
  addressType: 'IPv4',
  endpoints: [],
};

function ownerless(object: ModelObject): ModelBody {
  return { ...object, metadata: { ...object.metadata, ownerReferences: [] } };
}

function editService(spec: object): void {
  operator.model.put(services, withSpec(operator.model.get(services, ORDERS), spec));
}

function selector(): unknown {
  return fieldsOf(operator.model.get(services, ORDERS)['spec'])['selector'];
}

describe('a policy that changes what is written', () => {
  test('of the EndpointSlice causes no loop, and is reported', async () => {
    operator.client.inject(meddle(operator.model, writeTo(endpointSlices), hinted));
    operator.pod('a', false);
    await seconds(10);
    // One election, and retries after 1, 2 and 4 s.
    expect([operator.published, writesOf(endpointSlices)]).toEqual(['b@2', 4]);
    expect(conditionOf(operator.model, 'Degraded')).toBe('True ChangedByOthers');
    expect(messageOf(operator.model, 'Degraded')).toContain(
      'EndpointSlice shop/orders-asvc-ipv4: endpoints[0].hints is {"forZones":[{"name":"z1"}]} instead of absent',
    );
    // Traffic goes to the active.
    expect(conditionOf(operator.model, 'Ready')).toBe('True ActivePublished');
    expect(writesOf(activeStandbyServices)).toBeLessThanOrEqual(3);
  });

  test('delays no new decision', async () => {
    operator.client.inject(meddle(operator.model, writeTo(endpointSlices), hinted));
    operator.pod('a', false);
    await seconds(60);
    operator.pod('a', true);
    await seconds(1);
    const before = writesOf(endpointSlices);
    operator.pod('b', false);
    await operator.settle();
    expect([operator.published, writesOf(endpointSlices) - before]).toEqual(['a@3', 1]);
  });

  test('is reported until the write has held for two minutes', async () => {
    const end = operator.client.inject(meddle(operator.model, writeTo(endpointSlices), hinted));
    operator.pod('a', false);
    await seconds(10);
    end();
    await seconds(200);
    expect(conditionOf(operator.model, 'Degraded')).toBe('False AsDesired');
    expect(operator.slice.endpoints?.[0]).not.toHaveProperty('hints');
  });

  test('so that no pod is reached makes the object not ready', async () => {
    operator.client.inject(meddle(operator.model, writeTo(endpointSlices), (slice) => ({ ...slice, ports: [] })));
    operator.pod('a', false);
    await seconds(3);
    expect(conditionOf(operator.model, 'Ready')).toBe('False ChangedByOthers');
  });

  test.each([
    ['EndpointSlice shop/orders-asvc-ipv4', endpointSlices],
    ['Service shop/orders', services],
  ])('that removes the owner is reported: %s', async (object, resource) => {
    operator.client.inject(meddle(operator.model, writeTo(resource), ownerless));
    operator.pod('a', false);
    editService({ internalTrafficPolicy: 'Local' });
    await seconds(10);
    expect(messageOf(operator.model, 'Degraded')).toContain(`${object}: metadata.ownerReferences is absent instead of`);
  });

  test.each([
    ['ipFamilyPolicy', 'PreferDualStack'],
    ['internalTrafficPolicy', 'Local'],
  ])('of the Service causes no loop, and is reported: %s', async (field, value) => {
    const change = (service: ModelObject) => withSpec(service, { [field]: value });
    operator.client.inject(meddle(operator.model, writeTo(services), change));
    editService({ [field]: value });
    await seconds(10);
    expect(writesOf(services)).toBe(4);
    expect(conditionOf(operator.model, 'Ready')).toBe('False ChangedByOthers');
    expect(messageOf(operator.model, 'Degraded')).toContain(`Service shop/orders: spec.${field} is "${value}"`);
  });
});

describe('a manual edit', () => {
  test('is repaired at once, and not reported', async () => {
    editService({ selector: { app: 'orders' } });
    await operator.settle();
    expect(selector()).toBeUndefined();
    await seconds(5);
    expect(conditionOf(operator.model, 'Degraded')).toBe('False AsDesired');
  });
});

describe('a tool that puts a selector back every second', () => {
  test('is repaired at once at first, is reported, and causes no hot loop', async () => {
    for (let second = 0; second < 8; second += 1) {
      editService({ selector: { app: 'orders' } });
      await operator.clock.advance(90);
      expect(selector()).toBeUndefined();
      await operator.clock.advance(910);
    }
    expect(conditionOf(operator.model, 'Degraded')).toBe('True ChangedByOthers');
    expect(messageOf(operator.model, 'Degraded')).toContain('Service shop/orders: spec.selector is {"app":"orders"}');
    operator.client.requests.length = 0;
    await seconds(60, () => editService({ selector: { app: 'orders' } }));
    expect(writesOf(services)).toBeLessThanOrEqual(8);
  });

  test('is reported for two more minutes after it removes the selector itself', async () => {
    await seconds(60, () => editService({ selector: { app: 'orders' } }));
    editService({ selector: {} });
    await seconds(110);
    expect(conditionOf(operator.model, 'Degraded')).toBe('True ChangedByOthers');
    await seconds(20);
    expect(conditionOf(operator.model, 'Degraded')).toBe('False AsDesired');
  });

  test('does not postpone the repair by removing the selector every other second', async () => {
    await seconds(60, () => editService({ selector: { app: 'orders' } }));
    operator.client.requests.length = 0;
    for (let round = 0; round < 50; round += 1) {
      await seconds(1, () => editService({ selector: {} }));
      await seconds(1, () => editService({ selector: { app: 'orders' } }));
    }
    expect(writesOf(services)).toBeGreaterThan(0);
    expect(conditionOf(operator.model, 'Degraded')).toBe('True ChangedByOthers');
  });

  test('does not make Kubernetes and the operator undo each other', async () => {
    await seconds(60, () => editService({ selector: { app: 'orders' } }));
    // Kubernetes creates its slice again as long as there is a selector.
    const makeAnew = async <T>(_: ModelRequest, execute: () => T): Promise<T> => {
      const answer = execute();
      if (selector() !== undefined) operator.model.put(endpointSlices, madeOfSelector);
      return answer;
    };
    operator.client.inject({ meets: isDeletion, happen: makeAnew });
    operator.model.put(endpointSlices, madeOfSelector);
    operator.client.requests.length = 0;
    await seconds(60, () => editService({ selector: { app: 'orders' } }));
    expect(operator.client.requests.filter(isDeletion).length).toBeLessThanOrEqual(3);
  });

  test('does not delay other repairs of the Service', async () => {
    await seconds(30, () => editService({ selector: { app: 'orders' } }));
    editService({ internalTrafficPolicy: 'Local' });
    await operator.settle();
    expect(fieldsOf(operator.model.get(services, ORDERS)['spec'])['internalTrafficPolicy']).toBe('Cluster');
  });
});

describe('a tool that deletes repeatedly', () => {
  const objects = [
    ['EndpointSlice', endpointSlices, 'orders-asvc-ipv4'],
    ['Service', services, 'orders'],
  ] as const;

  test.each(objects)('the %s is reported, and is repaired once per second', async (kind, resource, name) => {
    const key = { namespace: 'shop', name };
    const exists = (): boolean => operator.model.storage.find(resource, key) !== undefined;
    for (let tenth = 0; tenth < 600; tenth += 1) {
      if (exists()) operator.model.delete(resource, key);
      await operator.clock.advance(100);
    }
    expect(writesOf(resource)).toBeGreaterThan(50);
    expect(writesOf(resource)).toBeLessThan(70);
    expect(conditionOf(operator.model, 'Ready')).toBe('False ChangedByOthers');
    expect(messageOf(operator.model, 'Degraded')).toContain(
      `${kind} shop/${name} is missing; another client keeps deleting it`,
    );
    await seconds(130);
    expect([exists(), operator.published]).toEqual([true, 'a@1']);
    expect(conditionOf(operator.model, 'Degraded')).toBe('False AsDesired');
  });

  test.each(objects)('the %s once: the object is created again at once', async (_, resource, name) => {
    operator.model.delete(resource, { namespace: 'shop', name });
    await operator.settle();
    expect(operator.model.storage.find(resource, { namespace: 'shop', name })).toBeDefined();
    expect(operator.published).toBe('a@1');
  });
});
