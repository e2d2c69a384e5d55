// How long a pod has been ready, where a kubelet's clock is an hour behind or ahead.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, nodes, pods } from '../../../src/controller/cache/resources.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { nodeObject } from '../../support/objects/nodeObjects.ts';
import { podObject } from '../../support/objects/podObjects.ts';
import { RunningController } from '../../support/operator/runningController.ts';

const HOUR_MS = 3_600_000;

let operator: RunningController;

beforeEach(() => {
  operator = new RunningController();
  operator.model.put(nodes, nodeObject('n', { sinceMs: 0 }));
});

afterEach(() => operator.stop());

async function settling(minReady: string): Promise<void> {
  operator.model.create(activeStandbyServices, asvcObject('orders', { election: { minReady } }));
  await operator.start();
  await operator.lead();
}

/** Reports a pod as a kubelet with such an offset of its clock does. */
function tell(name: string, ready: boolean, offMs = 0): void {
  const ips = [`10.0.0.${name.charCodeAt(0)}`];
  const sinceMs = operator.clock.wallMs() + offMs;
  operator.model.put(pods, podObject(name, { ready, sinceMs, phase: 'Running', selected: true, ips, nodeName: 'n' }));
}

const isElected = (): boolean => operator.outcomes.includes('shop/orders Active');

/** At that time, and not a millisecond earlier. */
async function expectElectionIn(ms: number): Promise<void> {
  await operator.clock.advance(ms - 1);
  expect(isElected()).toBe(false);
  await operator.clock.advance(1);
  await operator.settle();
  expect(isElected()).toBe(true);
}

describe.each([
  ['behind', -HOUR_MS],
  ['ahead', HOUR_MS],
  ['behind by a few seconds', -5000],
  ['correct', 0],
])('minReady, with a kubelet whose clock is %s', (_, offMs) => {
  test('counts from the observed Ready transition', async () => {
    await settling('10s');
    tell('a', false);
    await operator.clock.advance(5000);
    tell('a', true, offMs);
    await expectElectionIn(10000);
  });

  test('counts from the first event of a pod that was ready at once', async () => {
    await settling('10s');
    await operator.clock.advance(5000);
    tell('a', true, offMs);
    await expectElectionIn(10000);
  });

  test('starts again after each interruption, however short', async () => {
    await settling('10s');
    tell('a', false);
    await operator.clock.advance(5000);
    tell('a', true, offMs);
    await operator.clock.advance(6000);
    tell('a', false, offMs);
    tell('a', true, offMs);
    await expectElectionIn(10000);
  });

  test('counts for an object that is created later, too', async () => {
    await operator.start();
    await operator.lead();
    tell('a', false);
    await operator.clock.advance(5000);
    tell('a', true, offMs);
    await operator.clock.advance(4000);
    operator.model.create(activeStandbyServices, asvcObject('orders', { election: { minReady: '10s' } }));
    await expectElectionIn(6000);
  });
});

describe('a process that starts when the pod is ready already', () => {
  test('uses a time in the past', async () => {
    tell('a', false);
    await operator.clock.advance(HOUR_MS);
    tell('a', true, -HOUR_MS);
    await settling('10s');
    expect(isElected()).toBe(true);
  });

  test('uses no time before the creation of the pod', async () => {
    await operator.clock.advance(HOUR_MS);
    tell('a', true, -HOUR_MS);
    await operator.clock.advance(4000);
    await settling('10s');
    await expectElectionIn(6000);
  });

  test('counts from its own start where the time is in the future', async () => {
    tell('a', false);
    await operator.clock.advance(HOUR_MS);
    tell('a', true, HOUR_MS);
    await settling('10s');
    await expectElectionIn(10000);
  });
});
