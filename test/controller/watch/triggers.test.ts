// Whose turn is it after a change?
import { beforeEach, describe, expect, test } from '@jest/globals';
import { makeCaches } from '../../../src/controller/cache/caches.ts';
import { Triggers } from '../../../src/controller/watch/triggers.ts';
import { ownerReference } from '../../../src/desired/ownership.ts';
import type { PodView } from '../../../src/election/podView.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { serving } from '../../support/election/electionInputs.ts';
import { notReady, pod, terminating, unlabelled, withIps } from '../../support/election/pods.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { toCachedAsvc, toCachedService, toCachedSlice } from '../../support/objects/cached.ts';
import { replaceAll } from '../../support/objects/listing.ts';
import { sliceOf } from '../../support/objects/slices.ts';

const a = pod('a');
const orders = toCachedAsvc(asvcObject('orders'));
const bills = toCachedAsvc(asvcObject('bills'));

let caches = makeCaches();
let requests: string[] = [];
/** Those of the turns that do not wait for what was in vain before. */
let pressing: string[] = [];
let triggers = listening();

function listening(): Triggers {
  return new Triggers(caches, {
    reconcile: (key, priority, pace) => {
      requests.push(`${priority} ${key}`);
      if (pace === 'Pressing') pressing.push(key);
    },
    updateStatus: (key) => requests.push(`updateStatus ${key}`),
    end: ({ metadata }) => requests.push(`end ${metadata.name}`),
  });
}

function slice(name: string, metadata: object) {
  const object = { ...sliceOf(serving(a)), apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
  return toCachedSlice({
    ...object,
    metadata: { namespace: 'shop', name, uid: name, resourceVersion: '1', ...metadata },
  });
}

/** The object orders with other metadata. */
function changed(change: object): KubeObject {
  const { metadata } = asvcObject('orders');
  return asvcObject('orders', {}, { metadata: { ...metadata, resourceVersion: '2', ...change } });
}

const ledger = slice('orders-asvc-ipv4', {
  labels: { 'kubernetes.io/service-name': 'orders' },
  ownerReferences: [ownerReference({ name: 'orders', uid: 'orders-uid' })],
});

beforeEach(() => {
  caches = makeCaches();
  replaceAll(caches.asvcs, [orders, bills], '1');
  requests = [];
  pressing = [];
  triggers = listening();
});

const urgent = ['urgent shop/orders'];

describe('a pod', () => {
  test('that comes or goes wakes who selects it, at once', () => {
    triggers.podChanged({ type: 'Added', object: a, source: 'watch' });
    triggers.podChanged({ type: 'Deleted', object: a, source: 'list' });
    expect(requests).toEqual([...urgent, ...urgent]);
  });

  test.each<[string, PodView]>([
    ['readiness', notReady(a)],
    ['deletion', terminating(a)],
    ['addresses', withIps(a)],
    ['labels, so that it is selected no more', unlabelled(a)],
    ['node', { ...a, nodeName: 'n2' }],
    ['priority', { ...a, annotations: { 'activestandby.dev/priority': '5' } }],
  ])('whose %s changes wakes who selects it, or did', (_, object) => {
    triggers.podChanged({ type: 'Modified', previous: a, object, source: 'watch' });
    expect(requests).toEqual(urgent);
  });

  test('of which nothing changes that matters wakes nobody', () => {
    const object = { ...a, metadata: { ...a.metadata, resourceVersion: '2' } };
    triggers.podChanged({ type: 'Modified', previous: a, object, source: 'watch' });
    expect(requests).toEqual([]);
  });

  test.each<[string, PodView]>([
    ['nobody selects', unlabelled(a)],
    ['is in another namespace', { ...a, metadata: { ...a.metadata, namespace: 'bank' } }],
  ])('that %s wakes nobody', (_, object) => {
    triggers.podChanged({ type: 'Added', object, source: 'watch' });
    expect(requests).toEqual([]);
  });

  test('that is published wakes its publisher, even when nobody selects it', () => {
    replaceAll(caches.slices, [ledger], '1');
    triggers.podChanged({ type: 'Deleted', object: unlabelled(a), source: 'watch' });
    expect(requests).toEqual(urgent);
  });

  test('that is published and selected wakes its publisher once', () => {
    replaceAll(caches.slices, [ledger], '1');
    triggers.podChanged({ type: 'Deleted', object: a, source: 'watch' });
    expect(requests).toEqual(urgent);
  });
});

describe('what may be the end of who is published', () => {
  beforeEach(() => {
    replaceAll(caches.slices, [ledger], '1');
    replaceAll(caches.pods, [{ ...a, nodeName: 'n1' }], '1');
  });

  test.each<[string, PodView]>([
    ['readiness', notReady(a)],
    ['deletion', terminating(a)],
    ['addresses', withIps(a)],
    ['labels, so that it is selected no more', unlabelled(a)],
  ])('is pressing: its %s', (_, object) => {
    triggers.podChanged({ type: 'Modified', previous: a, object, source: 'watch' });
    expect([requests, pressing]).toEqual([urgent, ['shop/orders']]);
  });

  test('is pressing: its node', () => {
    const health = { isLastChoice: false };
    const [before, after] = [{ ...health, state: 'Healthy' } as const, { ...health, state: 'Unreachable' } as const];
    triggers.nodeChanged({ name: 'n1', before, after });
    triggers.nodeChanged({ name: 'n1', before: after, after: before });
    expect([requests, pressing]).toEqual([[...urgent, 'background shop/orders'], ['shop/orders']]);
  });

  test('is nothing that becomes of a standby', () => {
    triggers.podChanged({ type: 'Modified', previous: pod('b'), object: notReady(pod('b')), source: 'watch' });
    expect([requests, pressing]).toEqual([urgent, []]);
  });
});

function inLane(lane: string): PodView {
  const labels = { ...a.metadata.labels, lane };
  return { ...a, metadata: { ...a.metadata, labels, resourceVersion: lane } };
}

function relabel(previous: PodView, object: PodView): void {
  triggers.podChanged({ type: 'Modified', previous, object, source: 'watch' });
}

describe('labels of a pod', () => {
  const lanes = ['one', 'two'].map((lane) => {
    return toCachedAsvc(asvcObject(lane, { selector: { matchLabels: { app: 'orders', lane } } }));
  });
  beforeEach(() => {
    replaceAll(caches.asvcs, [orders, ...lanes], '2');
  });

  test('wake whose pod it is no more, and whose it is now, but nobody whose it stays', () => {
    relabel(inLane('one'), inLane('two'));
    expect(requests).toEqual(['urgent shop/one', 'urgent shop/two']);
  });

  test('that nobody tells apart wake nobody', () => {
    relabel(inLane('three'), inLane('four'));
    expect(requests).toEqual([]);
  });

  test('wake everybody when something else has changed as well', () => {
    relabel(inLane('three'), notReady(inLane('four')));
    expect(requests).toEqual(urgent);
  });
});

describe('a node', () => {
  const healthy = { state: 'Healthy', isLastChoice: false } as const;
  const silent = { state: 'Unreachable', isLastChoice: false } as const;

  beforeEach(() => {
    replaceAll(caches.pods, [{ ...a, nodeName: 'n7' }, pod('b')], '1');
  });

  test('that gets worse wakes at once whoever selects a pod on it', () => {
    triggers.nodeChanged({ name: 'n7', before: healthy, after: silent });
    expect(requests).toEqual(urgent);
  });

  test.each([
    ['gets better', silent, healthy],
    ['is cordoned', healthy, { ...healthy, isLastChoice: true }],
    ['is gone', silent, undefined],
  ])('that %s wakes them in their turn', (_, before, after) => {
    triggers.nodeChanged({ name: 'n7', before, after });
    expect(requests).toEqual(['background shop/orders']);
  });

  test('without pods wakes nobody', () => {
    triggers.nodeChanged({ name: 'n8', before: healthy, after: silent });
    expect(requests).toEqual([]);
  });

  test('with the published pod wakes its publisher, even when nobody selects it', () => {
    replaceAll(caches.slices, [ledger], '1');
    replaceAll(caches.pods, [{ ...unlabelled(a), nodeName: 'n7' }], '2');
    triggers.nodeChanged({ name: 'n7', before: healthy, after: silent });
    expect(requests).toEqual(urgent);
  });

  test('that is in a hold wakes whoever selects a pod on it', () => {
    triggers.holdChanged('n7', 'background');
    expect(requests).toEqual(['background shop/orders']);
  });
});

test('the permission to read nodes is everybody’s concern', () => {
  triggers.nodesReadable();
  expect(requests).toEqual(['background shop/orders', 'background shop/bills']);
});

describe('a slice', () => {
  test.each([
    ['of ours', ledger],
    ['of another for our Service', slice('x', { labels: { 'kubernetes.io/service-name': 'orders' } })],
    ['that stands in the ledger’s way', slice('orders-asvc-ipv4', {})],
    ['of a predecessor', slice('x', { ownerReferences: [ownerReference({ name: 'orders', uid: 'old' })] })],
  ])('%s wakes whose Service it is for, at once', (_, object) => {
    triggers.sliceChanged({ type: 'Deleted', object, source: 'watch' });
    expect([...new Set(requests)]).toEqual(urgent);
  });

  test.each([
    ['of a Service that is not ours', slice('x', { labels: { 'kubernetes.io/service-name': 'other' } })],
    ['of no Service', slice('x', {})],
  ])('%s wakes nobody', (_, object) => {
    triggers.sliceChanged({ type: 'Added', object, source: 'watch' });
    expect(requests).toEqual([]);
  });
});

describe('a Service', () => {
  test.each([
    ['orders', ['background shop/orders']],
    ['other', []],
  ])('named %s wakes who asks for it', (name, expected) => {
    const metadata = { namespace: 'shop', name, uid: 's', resourceVersion: '1' };
    triggers.serviceChanged({ type: 'Added', object: toCachedService({ metadata }), source: 'watch' });
    expect(requests).toEqual(expected);
  });
});

describe('an ActiveStandbyService', () => {
  const rival = toCachedAsvc(asvcObject('rival', { service: { name: 'orders', ports: [{ port: 80 }] } }));

  test('that is new gets its turn', () => {
    triggers.asvcChanged({ type: 'Added', object: orders, source: 'list' });
    expect([...new Set(requests)]).toEqual(['background shop/orders']);
  });

  test.each([
    ['whose spec changes gets its turn', changed({ generation: 2 }), 'background shop/orders'],
    ['whose deletion begins gets its turn', changed({ deletionTimestamp: 'x' }), 'background shop/orders'],
    ['of which only the status changes has it looked at', changed({}), 'updateStatus shop/orders'],
  ])('%s', (_, object, expected) => {
    triggers.asvcChanged({ type: 'Modified', previous: orders, object: toCachedAsvc(object), source: 'watch' });
    expect(requests).toEqual([expected]);
  });

  test('that is gone is forgotten, and it is the turn of whoever asks for the same Service', () => {
    replaceAll(caches.asvcs, [rival, bills], '2');
    triggers.asvcChanged({ type: 'Deleted', object: orders, source: 'watch' });
    expect(requests).toEqual(['end orders', 'background shop/rival']);
  });

  test('that comes wakes whoever asks for the same Service', () => {
    replaceAll(caches.asvcs, [orders, rival], '2');
    triggers.asvcChanged({ type: 'Added', object: rival, source: 'watch' });
    expect(new Set(requests)).toEqual(new Set(['background shop/orders', 'background shop/rival']));
  });
});
