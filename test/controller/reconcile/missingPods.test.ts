// A new leader finds a ledger that names a pod which its watch has not reported.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, pods } from '../../../src/controller/cache/resources.ts';
import { readLedger } from '../../../src/desired/ledgerRecord.ts';
import type { Ledger } from '../../../src/election/ledger.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { refuse } from '../../support/model/fault.ts';
import { fieldsOf } from '../../support/model/object.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { sliceOf } from '../../support/objects/slices.ts';
import { RunningController } from '../../support/operator/runningController.ts';

let operator: RunningController;

beforeEach(async () => {
  operator = await RunningController.afterServing();
});

afterEach(() => operator.stop());

const isLookUp = ({ verb, resource }: ModelRequest): boolean => verb === 'list' && resource === pods;

function lookUps(): number {
  return operator.client.requests.filter(isLookUp).length;
}

/** From now on the pods' watch is late. */
async function loseSightOfPods(): Promise<void> {
  operator.transport.trouble('cut off', pods);
  await operator.clock.advance(10_000);
}

/** Elected by another leader; the watch reports that pod later. */
async function electedElsewhere(name: string): Promise<void> {
  await loseSightOfPods();
  if (name === 'a') operator.model.remove(pods, { namespace: 'shop', name });
  record({ term: 2, holder: operator.pod(name) });
}

function record(change: Partial<Ledger>): void {
  const before = readLedger(operator.slice);
  if (before === undefined) throw new Error('Cannot change the ledger: there is none');
  const { endpoints, metadata } = sliceOf({ ...before, ...change });
  const annotations = { ...operator.slice.metadata?.annotations, ...metadata?.annotations };
  operator.model.put(endpointSlices, {
    ...operator.slice,
    endpoints,
    metadata: { ...operator.slice.metadata, annotations },
  });
}

describe('a holder that the watch has not reported', () => {
  test.each(['c', 'a'])('stays active when it exists: %s', async (name) => {
    await electedElsewhere(name);
    await operator.lead();
    expect(operator.outcomes).toContain('shop/orders Active');
    expect([operator.published, lookUps()]).toEqual([`${name}@2`, 1]);
    operator.transport.heal(pods);
    await operator.clock.advance(10_000);
    expect([operator.published, lookUps()]).toEqual([`${name}@2`, 1]);
  });

  test('takes over after draining, as it was chosen', async () => {
    await loseSightOfPods();
    const electedMs = operator.clock.wallMs();
    const drain = { intent: 'Draining', electedMs, drainDeadlineMs: electedMs + 5000 } as const;
    record({ ...drain, target: operator.pod('c') });
    await operator.lead();
    await operator.clock.advance(5000);
    expect([operator.published, lookUps()]).toEqual(['c@2', 1]);
  });

  test('is published again when the slice is gone, too', async () => {
    await electedElsewhere('c');
    const { status, ...asvc } = operator.model.get(activeStandbyServices, { namespace: 'shop', name: 'orders' });
    const { name: podName, uid: podUID } = readLedger(operator.slice)?.holder ?? {};
    const reported = { term: 2, termHolderUID: podUID, active: { podName, podUID } };
    operator.model.put(activeStandbyServices, { ...asvc, status: { ...fieldsOf(status), ...reported } });
    operator.model.remove(endpointSlices, { namespace: 'shop', name: 'orders-asvc-ipv4' });
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['c@102', 1]);
  });

  test('is replaced when it is gone', async () => {
    await electedElsewhere('c');
    operator.model.remove(pods, { namespace: 'shop', name: 'c' });
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['a@3', 1]);
  });

  test('is replaced when another pod has its name', async () => {
    await electedElsewhere('c');
    operator.model.remove(pods, { namespace: 'shop', name: 'c' });
    operator.pod('c', false);
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['a@3', 1]);
  });

  test('delays decisions of its own object, and of no other one, until the API answers', async () => {
    await electedElsewhere('c');
    operator.model.create(activeStandbyServices, asvcObject('bills'));
    const recover = operator.client.inject(refuse(500, isLookUp));
    await operator.lead();
    await operator.clock.advance(60_000);
    expect(operator.published).toBe('c@2');
    expect(operator.outcomes).toContain('shop/orders failed');
    expect(operator.outcomes).not.toContain('shop/orders Active');
    expect(operator.outcomes).toContain('shop/bills Vacant');
    recover();
    await operator.clock.advance(15_000);
    expect(operator.outcomes).toContain('shop/orders Active');
    expect(operator.published).toBe('c@2');
  });

  test('is replaced late when the API is late, with the trigger time of the first look-up', async () => {
    await electedElsewhere('c');
    operator.model.remove(pods, { namespace: 'shop', name: 'c' });
    const recover = operator.client.inject(refuse(500, isLookUp));
    const sinceMs = operator.clock.wallMs();
    await operator.lead();
    await operator.clock.advance(30_000);
    recover();
    await operator.clock.advance(15_000);
    expect([operator.published, readLedger(operator.slice)?.detectedMs]).toEqual(['a@3', sinceMs]);
  });

  test('is not looked up any more after the leadership has ended', async () => {
    await electedElsewhere('c');
    operator.client.inject(refuse(500, isLookUp));
    const end = await operator.lead();
    await end();
    const asked = lookUps();
    await operator.clock.advance(60_000);
    expect(asked).toBeGreaterThan(0);
    expect(lookUps()).toBe(asked);
  });

  test('is the only pod that is looked up', async () => {
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['a@1', 0]);
    operator.model.remove(pods, { namespace: 'shop', name: 'a' });
    await operator.settle();
    expect([operator.published, lookUps()]).toEqual(['b@2', 0]);
  });

  test.each(['c,x', 'c\nforged'])('is not looked up by a name that no pod can have: %j', async (name) => {
    await electedElsewhere('c');
    record({ term: 2, holder: { name, uid: 'unknown' } });
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['a@101', 0]);
  });

  test('in the status gives the ledger no name that no pod can have', async () => {
    for (const name of ['a', 'b']) operator.pod(name, false);
    const { status, ...asvc } = operator.model.get(activeStandbyServices, { namespace: 'shop', name: 'orders' });
    const reported = { term: 2, termHolderUID: 'gone', active: { podName: 'a\nforged', podUID: 'gone' } };
    operator.model.put(activeStandbyServices, { ...asvc, status: { ...fieldsOf(status), ...reported } });
    operator.model.remove(endpointSlices, { namespace: 'shop', name: 'orders-asvc-ipv4' });
    await operator.lead();
    expect(readLedger(operator.slice)).toMatchObject({ term: 102, holder: { name: '', uid: 'gone' } });
  });
});
