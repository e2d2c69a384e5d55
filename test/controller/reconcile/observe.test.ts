// What is observed of an object is a snapshot, and observing it changes nothing.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { endpointSlices, pods } from '../../../src/controller/cache/resources.ts';
import type { Observed } from '../../../src/controller/reconcile/observed.ts';
import { delay } from '../../support/model/fault.ts';
import { RunningController } from '../../support/operator/runningController.ts';
import { World } from '../../support/operator/world.ts';

let world: World;

function observed(noticedMs?: number): Observed {
  const found = world.operator.observe(noticedMs);
  if (found === undefined) throw new Error('Cannot observe the object: it is gone');
  return found;
}

function holderIn({ resolution, podsByUid }: Observed) {
  return podsByUid.get(resolution.ledger.holder?.uid ?? '');
}

/** a is active, b is standby. */
beforeEach(() => {
  world = new World();
  world.pod('a');
  world.settle();
  world.pod('b');
  world.settle();
});

describe('observing', () => {
  test('gives the same result when it is repeated', () => {
    expect(observed(5)).toEqual(observed(5));
  });

  test('uses the given trigger time, and the current time without one', () => {
    expect([observed(5).noticedMs, observed().noticedMs]).toEqual([5, world.clock.wallMs()]);
  });

  test('finds the active also when it is not selected any more', () => {
    world.pod('a', { selected: false });
    const seen = observed();
    expect(seen.pods.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(holderIn(seen)?.metadata.name).toBe('a');
  });

  test('finds a pod that the slice lists, whatever the ledger says', () => {
    world.pod('c', { selected: false });
    const { uid } = world.model.get(pods, { namespace: 'shop', name: 'c' }).metadata;
    world.edit((slice) => ({ ...slice, endpoints: [{ addresses: ['10.1.0.3'], targetRef: { name: 'c', uid } }] }));
    expect(observed().podsByUid.get(uid)?.metadata.name).toBe('c');
  });
});

describe('a snapshot', () => {
  test('keeps a pod that is deleted later; the next snapshot lacks it', () => {
    const before = observed();
    world.remove('a');
    expect(holderIn(before)?.metadata.name).toBe('a');
    expect(holderIn(observed())).toBeUndefined();
  });

  test('does not show later changes of a pod', () => {
    const before = observed();
    world.pod('a', { ready: false });
    expect([holderIn(before)?.ready, holderIn(observed())?.ready]).toEqual([true, false]);
  });

  test('does not show a pod that is created later', () => {
    const before = observed();
    world.pod('c');
    const [after, names] = [
      observed(),
      (seen: Observed) => [...seen.podsByUid.values()].map((pod) => pod.metadata.name),
    ];
    expect([names(before), names(after)]).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });
});

test('the status reports the pod as it was when it was elected, also when it is deleted during the write', async () => {
  const holders: unknown[] = [];
  const operator = new RunningController({
    recorded: ({ outcome }) => void holders.push(outcome.holder?.metadata.name),
  });
  await operator.start();
  await operator.serveForAWhile();
  await operator.lead();
  const written = Promise.withResolvers<void>();
  operator.client.inject(delay(written.promise, ({ resource }) => resource === endpointSlices));
  operator.pod('a', false);
  await operator.settle();
  holders.length = 0;
  operator.model.remove(pods, { namespace: 'shop', name: 'b' });
  await operator.settle();
  written.resolve();
  await operator.settle();
  expect(holders[0]).toBe('b');
  await operator.stop();
});
