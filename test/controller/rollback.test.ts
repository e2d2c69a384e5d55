// A rollback of the server's data while an operator leads: terms never decrease, and it goes on without a restart.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, nodes, pods, services } from '../../src/controller/cache/resources.ts';
import { RunningController } from '../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(async () => {
  operator = await RunningController.afterServing();
});

afterEach(() => operator.stop());

const everything = [activeStandbyServices, services, endpointSlices, pods, nodes];

/** All clients are disconnected for as long as it takes to restore a backup. */
async function restore(copy: () => void): Promise<void> {
  operator.transport.trouble('cut off', ...everything);
  await operator.clock.advance(10_000);
  copy();
  operator.transport.heal(...everything);
  await operator.clock.advance(10_000);
  await operator.settle();
}

describe('after etcd was restored from an older backup', () => {
  test('the operator goes on without a restart: terms do not decrease, and none is given to another pod', async () => {
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

  test('a later failure is seen', async () => {
    await operator.lead();
    const copy = operator.model.storage.copy();
    for (let change = 0; change < 50; change += 1) operator.pod('unrelated', change % 2 === 0);
    await operator.settle();
    await restore(copy);
    operator.pod('a', false);
    await operator.settle();
    expect(operator.published).toBe('b@2');
  });

  test('a holder that does not exist any more is replaced in a higher term', async () => {
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

  test('terms do not decrease when the resourceVersion is ahead of the known one', async () => {
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

  test('an operator that leads only afterwards knows the terms, too', async () => {
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
