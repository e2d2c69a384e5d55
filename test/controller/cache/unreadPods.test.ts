// An object selects by a label that was not in demand when its pods were read.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, pods } from '../../../src/controller/cache/resources.ts';
import { readLedger } from '../../../src/desired/ledgerRecord.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { refuse } from '../../support/model/fault.ts';
import { fieldsOf } from '../../support/model/object.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { RunningController } from '../../support/operator/runningController.ts';

const isLookUp = ({ verb, resource }: ModelRequest): boolean => verb === 'list' && resource === pods;

let operator: RunningController;

beforeEach(() => {
  operator = new RunningController();
});

afterEach(() => operator.stop());

function lookUps(): number {
  return operator.client.requests.filter(isLookUp).length;
}

function label(name: string, labels: Readonly<Record<string, string>>): void {
  const { metadata, ...pod } = operator.model.get(pods, { namespace: 'shop', name });
  operator.model.put(pods, { ...pod, metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } });
}

function selectBy(selector: object, spec: object = {}): void {
  const { metadata, ...asvc } = operator.model.get(activeStandbyServices, { namespace: 'shop', name: 'orders' });
  operator.model.put(activeStandbyServices, {
    ...asvc,
    metadata,
    spec: { ...fieldsOf(asvc['spec']), selector, ...spec },
  });
}

/** Pods a, b and c; a has been ready for the longest time. */
function createPods(): void {
  for (const name of ['a', 'b', 'c']) {
    operator.nodeOf(name);
    operator.pod(name);
  }
}

describe('an object that existed before the start', () => {
  test('causes no list: pods are listed after it', async () => {
    createPods();
    operator.model.create(activeStandbyServices, asvcObject());
    await operator.start();
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['a@1', 0]);
  });
});

describe('an object that selects by a new label', () => {
  beforeEach(async () => {
    createPods();
    label('b', { tier: 'gold' });
    await operator.start();
  });

  test('causes one list with its own selector, and no other', async () => {
    operator.model.create(activeStandbyServices, asvcObject('orders', { selector: { matchLabels: { tier: 'gold' } } }));
    operator.transport.requests.length = 0;
    await operator.lead();
    label('c', { tier: 'gold' });
    await operator.settle();
    expect([operator.published, lookUps()]).toEqual(['b@1', 1]);
    expect(operator.transport.requests).not.toContain('list pods');
    operator.model.remove(pods, { namespace: 'shop', name: 'b' });
    await operator.settle();
    expect([operator.published, lookUps()]).toEqual(['c@2', 1]);
  });

  test.each([
    ['DoesNotExist', { key: 'tier', operator: 'DoesNotExist' }],
    ['NotIn', { key: 'tier', operator: 'NotIn', values: ['gold'] }],
  ])('never treats an unread label as absent: %s', async (_, requirement) => {
    label('a', { tier: 'gold' });
    const selector = { matchLabels: { app: 'orders' }, matchExpressions: [requirement] };
    operator.model.create(activeStandbyServices, asvcObject('orders', { selector }));
    await operator.lead();
    expect([operator.published, lookUps()]).toEqual(['c@1', 1]);
    label('c', { tier: 'gold' });
    await operator.settle();
    // No pod is left.
    expect([operator.published, lookUps()]).toEqual(['-@1', 1]);
  });

  test('keeps an active that it still selects', async () => {
    operator.model.create(activeStandbyServices, asvcObject());
    await operator.lead();
    operator.model.put(activeStandbyServices, asvcObject('bills', { selector: { matchLabels: { tier: 'silver' } } }));
    label('a', { team: 'x' });
    await operator.settle();
    selectBy({ matchLabels: { app: 'orders', team: 'x' } });
    await operator.settle();
    expect(operator.published).toBe('a@1');
    selectBy({ matchLabels: { tier: 'gold' } });
    await operator.settle();
    expect(operator.published).toBe('b@2');
  });

  test('is not reconciled before the answer, and delays no other object', async () => {
    operator.model.create(activeStandbyServices, asvcObject());
    operator.model.create(activeStandbyServices, asvcObject('bills', { selector: { matchLabels: { app: 'orders' } } }));
    await operator.lead();
    const recover = operator.client.inject(refuse(500, isLookUp));
    selectBy({ matchLabels: { tier: 'gold' } });
    operator.pod('a', false);
    await operator.settle();
    expect(operator.outcomes).toContain('shop/orders failed');
    expect([operator.published, operator.publishedFor('bills')]).toEqual(['a@1', 'b@2']);
    const noticedMs = operator.clock.wallMs();
    await operator.clock.advance(1000);
    recover();
    await operator.clock.advance(15_000);
    expect([operator.published, readLedger(operator.slice)?.detectedMs]).toEqual(['b@2', noticedMs]);
  });

  test('gets changes that the watch has not delivered yet, and so do others that select the pod', async () => {
    operator.model.create(activeStandbyServices, asvcObject());
    operator.model.create(activeStandbyServices, asvcObject('bills', { selector: { matchLabels: { app: 'orders' } } }));
    await operator.lead();
    expect(operator.publishedFor('bills')).toBe('a@1');
    operator.transport.trouble('cut off', pods);
    operator.pod('a', false);
    selectBy({ matchLabels: { app: 'orders', tier: 'gold' } });
    await operator.settle();
    expect([operator.published, operator.publishedFor('bills')]).toEqual(['b@2', 'a@1']);
    selectBy({
      matchExpressions: [
        { key: 'tier', operator: 'DoesNotExist' },
        { key: 'app', operator: 'Exists' },
      ],
    });
    await operator.settle();
    expect([operator.published, operator.publishedFor('bills')]).toEqual(['c@3', 'b@2']);
  });
});

describe('a pod', () => {
  test('triggers no reconcile by labels that are not in demand', async () => {
    createPods();
    operator.model.create(activeStandbyServices, asvcObject());
    await operator.start();
    await operator.lead();
    operator.outcomes.length = 0;
    for (let count = 0; count < 100; count += 1) label('a', { noise: `x${count}`, [`noise-${count}`]: 'x' });
    await operator.settle();
    expect(operator.outcomes).toEqual([]);
    label('a', { app: 'other' });
    await operator.settle();
    expect(operator.published).toBe('b@2');
  });
});
