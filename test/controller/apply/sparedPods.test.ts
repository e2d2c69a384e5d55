// election.spareActive: which pods carry the deletion cost, so that a scale-in deletes the active last.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DELETION_COST_ANNOTATION, SPARED_DELETION_COST } from '../../../src/api/names.ts';
import { activeStandbyServices, endpointSlices, pods } from '../../../src/controller/cache/resources.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { cutOff, delay, refuse } from '../../support/model/fault.ts';
import { fieldsOf } from '../../support/model/object.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { RunningController } from '../../support/operator/runningController.ts';

const sparing = { election: { spareActive: true } };

let operator: RunningController;

beforeEach(async () => {
  operator = new RunningController();
  await operator.start();
  for (const name of ['a', 'b']) operator.pod(name);
});

afterEach(() => operator.stop());

function podOf(name: string) {
  return { namespace: 'shop', name };
}

function setCost(name: string, cost: string | undefined): void {
  const stored = operator.model.get(pods, podOf(name));
  const { [DELETION_COST_ANNOTATION]: _, ...others } = stored.metadata.annotations ?? {};
  const annotations = cost === undefined ? others : { ...others, [DELETION_COST_ANNOTATION]: cost };
  operator.model.put(pods, { ...stored, metadata: { ...stored.metadata, annotations } });
}

function costOf(name: string): string | undefined {
  return operator.model.storage.find(pods, podOf(name))?.metadata.annotations?.[DELETION_COST_ANNOTATION];
}

/** The deletion costs of the pods a and b of a model. */
function spared(): string {
  return ['a', 'b'].filter((name) => costOf(name) === SPARED_DELETION_COST).join('');
}

function isOfPods({ verb, resource }: ModelRequest): boolean {
  return resource.plural === pods.plural && verb === 'apply';
}

function writesOfPods(): number {
  return operator.client.writes.filter(isOfPods).length;
}

function respec(spec: object, name = 'orders'): void {
  const stored = operator.model.get(activeStandbyServices, { namespace: 'shop', name });
  operator.model.update(activeStandbyServices, { ...stored, spec: { ...fieldsOf(stored['spec']), ...spec } });
}

/** a is active. */
async function serve(spec: object = sparing): Promise<() => Promise<void>> {
  operator.model.create(activeStandbyServices, asvcObject('orders', spec));
  const end = await operator.lead();
  expect(operator.published).toBe('a@1');
  return end;
}

async function moveToB(): Promise<void> {
  operator.pod('a', false);
  await operator.settle();
  expect(operator.published).toBe('b@2');
}

function degraded(): unknown {
  const { conditions } = fieldsOf(operator.model.get(activeStandbyServices, podOf('orders'))['status']);
  const all = Array.isArray(conditions) ? conditions.map(fieldsOf) : [];
  return all.find(({ type }) => type === 'Degraded');
}

describe('the active', () => {
  test('is spared once it is published', async () => {
    await serve();
    expect(spared()).toBe('a');
    const kinds = operator.client.writes.map(({ verb, resource }) => `${verb} ${resource.plural}`);
    expect(kinds.indexOf('apply pods')).toBeGreaterThan(kinds.indexOf('create endpointslices'));
    await operator.clock.advance(600_000);
    expect(writesOfPods()).toBe(1);
  });

  test('is not spared by default: no pod is written', async () => {
    await serve({});
    await moveToB();
    expect(writesOfPods()).toBe(0);
  });

  test('is spared after a failover, and the former one is released', async () => {
    await serve();
    await moveToB();
    expect(spared()).toBe('b');
    await operator.clock.advance(600_000);
    expect(writesOfPods()).toBe(3);
  });

  test('is elected and published although pods cannot be written', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    operator.client.inject(delay(promise, isOfPods));
    await serve();
    await moveToB();
    expect(spared()).toBe('');
    resolve();
    await operator.clock.advance(1000);
    expect(spared()).toBe('b');
  });

  test('keeps a cost that another client has set, and so does the former one', async () => {
    setCost('a', '7');
    await serve();
    await moveToB();
    expect([costOf('a'), spared()]).toEqual(['7', 'b']);
  });

  test('is spared again when another client removes the cost, at a limited rate', async () => {
    await serve();
    for (let time = 0; time < 10; time += 1) {
      setCost('a', undefined);
      await operator.clock.advance(100);
    }
    expect(writesOfPods()).toBe(1);
    await operator.clock.advance(60_000);
    expect([spared(), writesOfPods()]).toEqual(['a', 2]);
  });
});

describe('no pod is spared any more', () => {
  test.each<[string, () => void]>([
    ['when spareActive is removed from the spec', () => respec({ election: {} })],
    ['when the object is deleted', () => operator.model.remove(activeStandbyServices, podOf('orders'))],
    ['when a finalizer delays the deletion of the object', () => hang()],
  ])('%s', async (_, change) => {
    await serve();
    change();
    await operator.settle();
    expect(spared()).toBe('');
  });

  test.each<[string, () => void]>([
    ['it was deleted', () => operator.model.remove(activeStandbyServices, podOf('orders'))],
    ['spareActive was removed from the spec', () => respec({ election: {} })],
  ])('when %s while no replica was the leader', async (_, change) => {
    const end = await serve();
    await end();
    change();
    await operator.lead();
    expect(spared()).toBe('');
  });

  test.each(['before', 'after'] as const)('but the active, after a crash right %s a write', async (moment) => {
    const end = await serve();
    const heal = operator.client.inject(cutOff(moment, isOfPods));
    await moveToB();
    await end();
    heal();
    await operator.lead();
    expect(spared()).toBe('b');
  });
});

function hang(): void {
  const stored = operator.model.get(activeStandbyServices, podOf('orders'));
  const metadata = { ...stored.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['test/hang'] };
  operator.model.storage.commit('MODIFIED', activeStandbyServices, { ...stored, metadata });
}

test('a pod that is active for two objects is spared until both release it', async () => {
  operator.model.create(
    activeStandbyServices,
    asvcObject('bills', { ...sparing, selector: { matchLabels: { app: 'orders' } } }),
  );
  await serve();
  respec({ election: {} });
  await operator.settle();
  expect(spared()).toBe('a');
  respec({ election: {} }, 'bills');
  await operator.settle();
  expect(spared()).toBe('');
});

test('a new pod of the same name is not taken for the former one', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const heal = operator.client.inject(delay(promise, isOfPods));
  await serve();
  operator.model.remove(pods, podOf('a'));
  operator.pod('a', false);
  heal();
  resolve();
  await operator.clock.advance(60_000);
  expect([operator.published, spared()]).toEqual(['b@2', 'b']);
  expect(operator.outcomes.filter((line) => line.endsWith('failed'))).toEqual([]);
});

describe('a write that fails', () => {
  test('because permission is denied is reported, retried slowly, and resolved once permission is granted', async () => {
    const heal = operator.client.inject(refuse(403, isOfPods));
    await serve();
    await operator.clock.advance(5000);
    expect(degraded()).toMatchObject({
      status: 'True',
      reason: 'ActiveNotSpared',
      message: expect.stringMatching(/Pod a .*config\/pod-annotator.*by the test/),
    });
    await operator.clock.advance(25_000);
    expect(writesOfPods()).toBeLessThanOrEqual(4);
    expect(operator.outcomes.filter((line) => line.endsWith('failed'))).toEqual(['shop/orders failed']);
    await operator.clock.advance(3_600_000);
    expect(writesOfPods()).toBeLessThan(50);
    heal();
    await operator.clock.advance(300_000);
    expect(spared()).toBe('a');
    expect(degraded()).toMatchObject({ status: 'False' });
  });

  test('for an object that is deleted meanwhile is logged once, for its pod', async () => {
    await serve();
    operator.client.inject(refuse(403, isOfPods));
    operator.model.remove(activeStandbyServices, podOf('orders'));
    await operator.clock.advance(3_600_000);
    expect(operator.outcomes.filter((line) => line.endsWith('failed'))).toEqual(['shop/a failed']);
  });

  test('without an answer is retried', async () => {
    const heal = operator.client.inject(cutOff('before', isOfPods));
    await serve();
    heal();
    await operator.clock.advance(20_000);
    expect(spared()).toBe('a');
    expect(degraded()).toMatchObject({ status: 'False' });
  });

  test('because the pod is gone is not a failure', async () => {
    operator.client.inject(refuse(404, isOfPods));
    await serve();
    await operator.clock.advance(20_000);
    expect(degraded()).toMatchObject({ status: 'False' });
    expect(operator.outcomes.filter((line) => line.endsWith('failed'))).toEqual([]);
  });

  test('as invalid is reported from the second time on: the first may be about the UID of a pod that is gone', async () => {
    operator.client.inject(refuse(422, isOfPods));
    await serve();
    expect(degraded()).toMatchObject({ status: 'False' });
    await operator.clock.advance(3000);
    expect(degraded()).toMatchObject({ status: 'True', reason: 'ActiveNotSpared' });
  });

  test('is not reported any more when another pod is active', async () => {
    operator.client.inject(refuse(403, (request) => isOfPods(request) && request.key === 'shop/a'));
    await serve();
    await operator.clock.advance(5000);
    await moveToB();
    await operator.clock.advance(5000);
    expect(degraded()).toMatchObject({ status: 'False' });
    expect(operator.client.writes.filter(({ resource }) => resource === endpointSlices).length).toBe(2);
  });
});
