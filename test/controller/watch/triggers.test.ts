// Which objects are reconciled after a change, and how urgently.
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
/** Keys of the requests that earlier idle runs do not delay. */
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

/** A change of the object orders to other metadata. */
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
  test('that is created or deleted urgently reconciles the objects that select it', () => {
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
  ])('whose %s changes reconciles the objects that select it, or did', (_, object) => {
    triggers.podChanged({ type: 'Modified', previous: a, object, source: 'watch' });
    expect(requests).toEqual(urgent);
  });

  test('whose update changes nothing relevant reconciles nothing', () => {
    const object = { ...a, metadata: { ...a.metadata, resourceVersion: '2' } };
    triggers.podChanged({ type: 'Modified', previous: a, object, source: 'watch' });
    expect(requests).toEqual([]);
  });

  test.each<[string, PodView]>([
    ['no object selects', unlabelled(a)],
    ['is in another namespace', { ...a, metadata: { ...a.metadata, namespace: 'bank' } }],
  ])('that %s reconciles nothing', (_, object) => {
    triggers.podChanged({ type: 'Added', object, source: 'watch' });
    expect(requests).toEqual([]);
  });

  test('that is published reconciles its publisher, even when no object selects it', () => {
    replaceAll(caches.slices, [ledger], '1');
    triggers.podChanged({ type: 'Deleted', object: unlabelled(a), source: 'watch' });
    expect(requests).toEqual(urgent);
  });

  test('that is published and selected reconciles its publisher once', () => {
    replaceAll(caches.slices, [ledger], '1');
    triggers.podChanged({ type: 'Deleted', object: a, source: 'watch' });
    expect(requests).toEqual(urgent);
  });
});

describe('a change that may concern the published pod', () => {
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

  test('is pressing where no pod is published and this one is ready', () => {
    replaceAll(caches.slices, [], '2');
    triggers.podChanged({ type: 'Modified', previous: notReady(pod('b')), object: pod('b'), source: 'watch' });
    expect([requests, pressing]).toEqual([urgent, ['shop/orders']]);
  });

  test("is not pressing when it is a standby's", () => {
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

  test('reconcile the objects that select it no more or only now, but not those that still select it', () => {
    relabel(inLane('one'), inLane('two'));
    expect(requests).toEqual(['urgent shop/one', 'urgent shop/two']);
  });

  test('that no selector contains reconcile nothing', () => {
    relabel(inLane('three'), inLane('four'));
    expect(requests).toEqual([]);
  });

  test('reconcile all its objects when something else has changed as well', () => {
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

  test('that gets worse urgently reconciles the objects that select a pod on it', () => {
    triggers.nodeChanged({ name: 'n7', before: healthy, after: silent });
    expect(requests).toEqual(urgent);
  });

  test.each([
    ['gets better', silent, healthy],
    ['is cordoned', healthy, { ...healthy, isLastChoice: true }],
    ['is gone', silent, undefined],
  ])('that %s reconciles them in the background', (_, before, after) => {
    triggers.nodeChanged({ name: 'n7', before, after });
    expect(requests).toEqual(['background shop/orders']);
  });

  test('without pods reconciles nothing', () => {
    triggers.nodeChanged({ name: 'n8', before: healthy, after: silent });
    expect(requests).toEqual([]);
  });

  test('with the published pod reconciles its publisher, even when no object selects it', () => {
    replaceAll(caches.slices, [ledger], '1');
    replaceAll(caches.pods, [{ ...unlabelled(a), nodeName: 'n7' }], '2');
    triggers.nodeChanged({ name: 'n7', before: healthy, after: silent });
    expect(requests).toEqual(urgent);
  });

  test('that is held reconciles the objects that select a pod on it', () => {
    triggers.holdChanged('n7', 'background');
    expect(requests).toEqual(['background shop/orders']);
  });
});

test('a changed permission to read nodes reconciles all objects', () => {
  triggers.nodesReadable();
  expect(requests).toEqual(['background shop/orders', 'background shop/bills']);
});

describe('a slice', () => {
  test.each([
    ['of ours', ledger],
    ['of another owner for our Service', slice('x', { labels: { 'kubernetes.io/service-name': 'orders' } })],
    ["that has the ledger's name", slice('orders-asvc-ipv4', {})],
    ['of a predecessor', slice('x', { ownerReferences: [ownerReference({ name: 'orders', uid: 'old' })] })],
  ])('%s urgently reconciles the object of its Service', (_, object) => {
    triggers.sliceChanged({ type: 'Deleted', object, source: 'watch' });
    expect([...new Set(requests)]).toEqual(urgent);
  });

  test.each([
    ['of a Service that is not ours', slice('x', { labels: { 'kubernetes.io/service-name': 'other' } })],
    ['of no Service', slice('x', {})],
  ])('%s reconciles nothing', (_, object) => {
    triggers.sliceChanged({ type: 'Added', object, source: 'watch' });
    expect(requests).toEqual([]);
  });
});

describe('a Service', () => {
  test.each([
    ['orders', ['background shop/orders']],
    ['other', []],
  ])('named %s reconciles the object that requests it', (name, expected) => {
    const metadata = { namespace: 'shop', name, uid: 's', resourceVersion: '1' };
    triggers.serviceChanged({ type: 'Added', object: toCachedService({ metadata }), source: 'watch' });
    expect(requests).toEqual(expected);
  });
});

describe('an ActiveStandbyService', () => {
  const rival = toCachedAsvc(asvcObject('rival', { service: { name: 'orders', ports: [{ port: 80 }] } }));

  test('that is new is reconciled', () => {
    triggers.asvcChanged({ type: 'Added', object: orders, source: 'list' });
    expect([...new Set(requests)]).toEqual(['background shop/orders']);
  });

  test.each([
    ['whose spec changes is pressing', changed({ generation: 2 }), [['background shop/orders'], ['shop/orders']]],
    ['whose deletion begins, too', changed({ deletionTimestamp: 'x' }), [['background shop/orders'], ['shop/orders']]],
    ['of which only the status changes gets a status update', changed({}), [['updateStatus shop/orders'], []]],
  ])('%s', (_, object, expected) => {
    triggers.asvcChanged({ type: 'Modified', previous: orders, object: toCachedAsvc(object), source: 'watch' });
    expect([requests, pressing]).toEqual(expected);
  });

  test('that is gone is forgotten, and other objects for the same Service are reconciled', () => {
    replaceAll(caches.asvcs, [rival, bills], '2');
    triggers.asvcChanged({ type: 'Deleted', object: orders, source: 'watch' });
    expect(requests).toEqual(['end orders', 'background shop/rival']);
  });

  test('that is created reconciles other objects for the same Service', () => {
    replaceAll(caches.asvcs, [orders, rival], '2');
    triggers.asvcChanged({ type: 'Added', object: rival, source: 'watch' });
    expect(new Set(requests)).toEqual(new Set(['background shop/orders', 'background shop/rival']));
  });
});
