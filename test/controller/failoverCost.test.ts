// What a failover costs in runs of the queues and in writes. Counts, not times.
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { services } from '../../src/controller/cache/resources.ts';
import { answerLate } from '../support/model/fault.ts';
import { fieldsOf, toModelObject } from '../support/model/object.ts';
import { RunningController } from '../support/operator/runningController.ts';

/** Longer than a status rests after a write, and shorter than a watch without events lasts. */
const REST_MS = 5000;

let controller: RunningController;

beforeEach(async () => {
  controller = await RunningController.leading();
  await controller.clock.advance(REST_MS);
  controller.forget();
});

afterEach(() => controller.stop());

/** "update endpointslices" */
function writes(): readonly string[] {
  return controller.client.writes.map(({ verb, resource }) => `${verb} ${resource.plural}`);
}

function runsOf(task: string): readonly string[] {
  return controller.runs.filter((run) => run.startsWith(`${task} `));
}

/** Resolves when the watch has reported what is written now. */
async function watched(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}

function answersLate(): void {
  controller.client.inject(answerLate(watched, ({ verb }) => verb !== 'list' && verb !== 'get'));
}

async function failOver(): Promise<void> {
  controller.pod('a', false);
  await controller.settle();
  // Runs that are left wait for the next settle().
  await controller.settle();
  expect(controller.published).toBe('b@2');
}

const failoverWrites = ['update endpointslices', 'create events', 'updateStatus activestandbyservices'];

describe.each([
  ['the answers to its writes', () => undefined],
  ['the watch, which reports them first,', answersLate],
])('a failover whose writes are known by %s', (_, prepare) => {
  beforeEach(prepare);

  test('writes the slice first, and Event and status once each', async () => {
    await failOver();
    expect(writes()).toEqual(failoverWrites);
  });

  test('takes one reconcile before the slice is written, and one after it', async () => {
    await failOver();
    const [first, ...others] = runsOf('reconcile');
    expect(first).toBe('reconcile 0');
    expect(others.length).toBe(1);
    expect(runsOf('status').length).toBe(1);
  });

  test('has no run left but the one that ends the pause between statuses', async () => {
    await failOver();
    controller.forget();
    await controller.clock.advance(REST_MS);
    expect([writes(), controller.runs]).toEqual([[], ['status 0']]);
  });
});

test('the recovery of the pod takes one reconcile, and one write of its candidates', async () => {
  await failOver();
  await controller.clock.advance(REST_MS);
  controller.forget();
  controller.pod('a');
  await controller.clock.advance(REST_MS);
  expect([runsOf('reconcile').length, writes()]).toEqual([1, ['updateStatus activestandbyservices']]);
});

describe('the repair of a Service', () => {
  const selector = { app: 'other' };

  test.each([
    ['first', () => undefined],
    ['late', answersLate],
  ])('that is answered %s is not repeated, and no look follows its reconcile', async (_, prepare) => {
    prepare();
    const service = controller.model.get(services, { namespace: 'shop', name: 'orders' });
    controller.model.put(services, toModelObject({ ...service, spec: { ...fieldsOf(service['spec']), selector } }));
    await controller.clock.advance(REST_MS);
    expect(writes()).toEqual(['jsonPatch services']);
    expect(runsOf('reconcile').length).toBeLessThanOrEqual(2);
  });
});

test('an unchanged world causes no run and no request', async () => {
  await controller.clock.advance(10 * REST_MS);
  expect([controller.runs, controller.client.requests]).toEqual([[], []]);
});
