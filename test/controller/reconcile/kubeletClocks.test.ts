// Which pods have been ready for how long, where a kubelet's clock is an hour behind or ahead?
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

/** As a kubelet says whose clock is so much off. */
function tell(name: string, ready: boolean, offMs = 0): void {
  const ips = [`10.0.0.${name.charCodeAt(0)}`];
  const sinceMs = operator.clock.wallMs() + offMs;
  operator.model.put(pods, podObject(name, { ready, sinceMs, phase: 'Running', selected: true, ips, nodeName: 'n' }));
}

const isElected = (): boolean => operator.told.includes('shop/orders Active');

/** Then, and not a millisecond before. */
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
  ['right', 0],
])('minReady, with a kubelet whose clock is %s', (_, offMs) => {
  test('counts from when the pod was seen becoming ready', async () => {
    await settling('10s');
    tell('a', false);
    await operator.clock.advance(5000);
    tell('a', true, offMs);
    await expectElectionIn(10000);
  });

  test('counts from when a pod was seen that was ready when the watch told of it first', async () => {
    await settling('10s');
    await operator.clock.advance(5000);
    tell('a', true, offMs);
    await expectElectionIn(10000);
  });

  test('counts anew after each interruption, however short', async () => {
    await settling('10s');
    tell('a', false);
    await operator.clock.advance(5000);
    tell('a', true, offMs);
    await operator.clock.advance(6000);
    tell('a', false, offMs);
    tell('a', true, offMs);
    await expectElectionIn(10000);
  });

  test('counts for an object that comes later, too', async () => {
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

describe('a process that begins when the pod is ready already', () => {
  test('believes a time that has passed', async () => {
    tell('a', false);
    await operator.clock.advance(HOUR_MS);
    tell('a', true, -HOUR_MS);
    await settling('10s');
    expect(isElected()).toBe(true);
  });

  test('believes no time before the pod was created', async () => {
    await operator.clock.advance(HOUR_MS);
    tell('a', true, -HOUR_MS);
    await operator.clock.advance(4000);
    await settling('10s');
    await expectElectionIn(6000);
  });

  test('counts from its own beginning where the time is still to come', async () => {
    tell('a', false);
    await operator.clock.advance(HOUR_MS);
    tell('a', true, HOUR_MS);
    await settling('10s');
    await expectElectionIn(10000);
  });
});
