// The server's data go back while an operator leads: which terms hold, and does it go on without a restart?
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, nodes, pods, services } from '../../src/controller/cache/resources.ts';
import { RunningController } from '../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(async () => {
  operator = await RunningController.afterServing();
});

afterEach(() => operator.stop());

const everything = [activeStandbyServices, services, endpointSlices, pods, nodes];

/** Everybody is cut off meanwhile, for as long as it takes to restore a copy. */
async function restore(copy: () => void): Promise<void> {
  operator.transport.trouble('cut off', ...everything);
  await operator.clock.advance(10_000);
  copy();
  operator.transport.heal(...everything);
  await operator.clock.advance(10_000);
  await operator.settle();
}

describe('after etcd was restored from an older copy', () => {
  test('the operator goes on by itself: terms do not go back, and nobody else gets one that was given', async () => {
    await operator.lead();
    const copy = operator.model.storage.copy();
    operator.pod('a', false);
    await operator.settle();
    expect(operator.published).toBe('b@2');
    await restore(copy);
    expect(operator.published).toBe('b@2');
    operator.pod('b', false);
    await operator.settle();
    expect(operator.published).toBe('a@3');
  });

  test('a failure is seen that happens later', async () => {
    await operator.lead();
    const copy = operator.model.storage.copy();
    for (let change = 0; change < 50; change += 1) operator.pod('unrelated', change % 2 === 0);
    await operator.settle();
    await restore(copy);
    operator.pod('a', false);
    await operator.settle();
    expect(operator.published).toBe('b@2');
  });

  test('who was elected from a pod that does not exist any more is followed in a higher term', async () => {
    await operator.lead();
    const copy = operator.model.storage.copy();
    operator.nodeOf('c');
    operator.pod('c');
    for (const name of ['b', 'a']) {
      operator.pod(name, false);
      await operator.settle();
    }
    expect(operator.published).toBe('c@2');
    await restore(copy);
    expect(operator.published).toBe('a@3');
  });

  test('a version that is ahead of what was known changes nothing of that', async () => {
    await operator.lead();
    const copy = operator.model.storage.copy();
    operator.pod('a', false);
    await operator.settle();
    await restore(() => {
      copy();
      operator.model.storage.bump(1000);
    });
    expect(operator.published).toBe('b@2');
  });

  test('one that leads only afterwards knows the terms as well', async () => {
    const end = await operator.lead();
    const copy = operator.model.storage.copy();
    operator.pod('a', false);
    await operator.settle();
    await end();
    await restore(copy);
    await operator.lead();
    expect(operator.published).toBe('b@2');
  });
});
