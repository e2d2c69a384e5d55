// What a new leader does first, and what it may conclude about nodes: not all its watches may have reported what
// happened before.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, nodes, pods, services } from '../../src/controller/cache/resources.ts';
import { asvcObject } from '../support/objects/asvcs.ts';
import { RunningController } from '../support/operator/runningController.ts';

const everything = [activeStandbyServices, endpointSlices, services, pods, nodes];

let operator: RunningController;

beforeEach(async () => {
  operator = new RunningController();
  await operator.start();
});

afterEach(() => operator.stop());

describe('nodes and pods that failed while a process was disconnected', () => {
  beforeEach(async () => {
    await operator.serveForAWhile();
    operator.transport.trouble('cut off', ...everything);
    await operator.clock.advance(10_000);
    for (const name of ['a', 'b']) {
      operator.nodeOf(name, 'Unknown');
      operator.pod(name, false);
    }
    operator.transport.heal(activeStandbyServices, endpointSlices, services, pods);
    await operator.clock.advance(10_000);
  });

  test('are held, also when the events of the pods come first', async () => {
    operator.transport.heal(nodes);
    await operator.lead();
    expect(operator.outcomes).toContain('shop/orders Suspect');
    expect(operator.published).toBe('a@1');
  });

  test('are not judged before the nodes can be listed', async () => {
    await operator.lead();
    expect(operator.outcomes).toEqual([]);
    operator.transport.heal(nodes);
    await operator.clock.advance(10_000);
    expect(operator.outcomes).toContain('shop/orders Suspect');
    expect(operator.published).toBe('a@1');
  });

  test('are acted on at once by a leader that may not read nodes any more', async () => {
    operator.transport.trouble(403, nodes);
    await operator.lead();
    expect(operator.published).toBe('-@1');
  });
});

describe('an object whose active failed while no process led', () => {
  const others = ['books', 'cups', 'dogs', 'eggs', 'figs', 'gems', 'hats'];

  /** In the order in which the watch reports the objects, the one with the failed active is last. */
  beforeEach(async () => {
    await operator.serveForAWhile();
    for (const name of others) operator.model.create(activeStandbyServices, asvcObject(name));
    await operator.settle();
    const { spec, ...orders } = operator.model.get(activeStandbyServices, { namespace: 'shop', name: 'orders' });
    operator.model.update(activeStandbyServices, {
      ...orders,
      spec,
      metadata: { ...orders.metadata, labels: { a: 'b' } },
    });
    await operator.settle();
  });

  test.each([
    ['is not ready', () => operator.pod('a', false)],
    ['is gone', () => operator.model.delete(pods, { namespace: 'shop', name: 'a' })],
    ['is on a node that has failed', () => operator.nodeOf('a', 'Unknown')],
  ])('is reconciled before the others when the active %s', async (_, fail) => {
    fail();
    await operator.settle();
    await operator.lead();
    expect(operator.published).toBe('b@2');
    expect(operator.outcomes.slice(0, 5)).toContain('shop/orders Active');
    expect(operator.outcomes).toContain('shop/hats Vacant');
  });

  test('is reconciled after them when it has not failed', async () => {
    await operator.lead();
    expect(operator.outcomes.slice(0, 5)).not.toContain('shop/orders Active');
  });
});
