// Pods on nodes that the cache does not have.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, nodes, pods } from '../../../src/controller/cache/resources.ts';
import { readLedger } from '../../../src/desired/ledgerRecord.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { delay, refuse } from '../../support/model/fault.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { RunningController } from '../../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(() => {
  operator = new RunningController();
});

afterEach(() => operator.stop());

const isLookUp = ({ verb, resource }: ModelRequest): boolean => verb === 'list' && resource === nodes;

function lookUps(): number {
  return operator.client.requests.filter(isLookUp).length;
}

function removeNodeOf(pod: string): void {
  operator.model.remove(nodes, { namespace: '', name: `node-of-${pod}` });
}

/** The pods became ready in this order. */
async function startWith(...names: readonly string[]): Promise<void> {
  for (const name of names) operator.pod(name);
  operator.model.create(activeStandbyServices, asvcObject());
  await operator.start();
}

describe('a pod whose node was deleted before the operator started', () => {
  test('is not elected although it is ready, and its node is looked up once', async () => {
    operator.pod('a');
    removeNodeOf('a');
    await startWith('b');
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['b@1', 1]);
  });

  test('is not active any more for a new leader', async () => {
    await operator.start();
    await operator.serveForAWhile();
    operator.transport.trouble('cut off', nodes);
    removeNodeOf('a');
    await operator.stop();
    const { model } = operator;
    operator = new RunningController({}, model);
    await operator.start();
    await operator.lead();
    expect(operator.published).toBe('b@2');
  });
});

describe('a pod whose node the watch has not delivered yet', () => {
  beforeEach(async () => {
    await startWith('a');
    await operator.lead();
    operator.transport.trouble('cut off', nodes);
  });

  test('is elected when the API has the node', async () => {
    operator.pod('c');
    operator.pod('a', false);
    await operator.settle();
    expect([operator.published, lookUps()]).toEqual(['c@2', 1]);
  });

  test.each([403, 500])('is elected by its readiness when the API answers %d', async (code) => {
    operator.client.inject(refuse(code, isLookUp));
    operator.pod('c');
    operator.pod('a', false);
    await operator.settle();
    expect(operator.published).toBe('c@2');
  });

  test('is elected by its readiness when the API does not answer within a second, and withdrawn after the answer', async () => {
    const answered = Promise.withResolvers<void>();
    operator.client.inject(delay(answered.promise, isLookUp));
    operator.pod('c');
    removeNodeOf('c');
    operator.pod('a', false);
    await operator.clock.advance(999);
    expect(operator.published).toBe('a@1');
    await operator.clock.advance(1);
    await operator.settle();
    expect(operator.published).toBe('c@2');
    answered.resolve();
    await operator.settle();
    expect(operator.published).toBe('-@2');
  });

  test('delays a failover, whose detection time stays that of the pod event', async () => {
    const answered = Promise.withResolvers<void>();
    operator.client.inject(delay(answered.promise, isLookUp));
    operator.pod('c');
    await operator.clock.advance(5000);
    const noticedMs = operator.clock.wallMs();
    operator.pod('a', false);
    await operator.clock.advance(1000);
    await operator.settle();
    answered.resolve();
    expect([operator.published, readLedger(operator.slice)?.detectedMs]).toEqual(['c@2', noticedMs]);
  });

  test('is not elected when the node does not exist', async () => {
    operator.pod('c');
    removeNodeOf('c');
    operator.pod('a', false);
    await operator.settle();
    expect(operator.published).toBe('-@1');
  });
});

test('thousands of nodes that never existed are not looked up repeatedly', async () => {
  await operator.start();
  await operator.serveForAWhile();
  await operator.lead();
  for (let number = 0; number < 1200; number += 1) {
    const metadata = { namespace: 'shop', name: `bogus-${number}`, labels: { app: 'orders' } };
    operator.model.put(pods, { metadata, spec: { nodeName: `never-${number}` }, status: { phase: 'Pending' } });
  }
  await operator.clock.advance(1000);
  operator.client.requests.length = 0;
  for (let change = 0; change < 20; change += 1) {
    operator.pod('b', change % 2 === 1);
    await operator.clock.advance(100);
  }
  expect(lookUps()).toBeLessThanOrEqual(30);
  operator.pod('a', false);
  await operator.settle();
  expect(operator.published).toBe('b@2');
});
