import { describe, expect, test } from '@jest/globals';
import { LabelDemand } from '../../../src/controller/cache/labelDemand.ts';
import type { PodProtobuf } from '../../../src/controller/cache/podProtobuf.ts';
import { toPodView as toView } from '../../../src/controller/cache/podView.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { toCachedAsvc } from '../../support/objects/cached.ts';
import type { PodObject } from '../../support/objects/podObjects.ts';

const metadata = {
  namespace: 'shop',
  name: 'orders-0',
  uid: 'u1',
  resourceVersion: '7',
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels: { app: 'orders', 'topology.kubernetes.io/zone': 'z1' },
};

/** These labels of pods in the namespace shop are in demand. */
function demandOf(...keys: readonly string[]): LabelDemand {
  const demand = new LabelDemand();
  for (const key of keys) {
    const selector = { matchExpressions: [{ key, operator: 'Exists' }] };
    demand.insert('', toCachedAsvc(asvcObject('orders', { selector })));
  }
  return demand;
}

const toPodView = (object: KubeObject & Partial<PodProtobuf>, demand = demandOf('app')) => toView(object, demand);

function pod(spec: Partial<NonNullable<PodObject['spec']>>, status: PodObject['status'] = {}): PodObject {
  return { metadata, spec: { containers: [], ...spec }, status };
}

function ready(status: string, lastTransitionTime = '2026-01-01T00:00:05Z'): PodObject['status'] {
  return { phase: 'Running', conditions: [{ type: 'Ready', status, lastTransitionTime }] };
}

describe('the view of a pod', () => {
  test('keeps what an election and a slice need, and nothing else', () => {
    const whole = pod(
      { nodeName: 'n1', hostname: 'orders-0', subdomain: 'orders' },
      { ...ready('True'), podIP: '10.0.0.7', podIPs: [{ ip: '10.0.0.7' }, { ip: 'fd00::7' }], message: 'long' },
    );
    const { creationTimestamp: _, ...kept } = metadata;
    expect(toPodView(whole)).toEqual({
      metadata: { ...kept, labels: { app: 'orders' } },
      labelsReadAt: 1,
      createdMs: Date.parse('2026-01-01T00:00:00Z'),
      terminating: false,
      phase: 'Running',
      ready: true,
      readySinceMs: Date.parse('2026-01-01T00:00:05Z'),
      ips: ['10.0.0.7', 'fd00::7'],
      hostNetwork: false,
      nodeName: 'n1',
      zone: 'z1',
      hostname: 'orders-0',
      subdomain: 'orders',
      namedPorts: [],
      annotations: {},
      hasMorePriorities: false,
      deletionCost: undefined,
    });
  });

  test.each([
    [undefined, undefined],
    ['2147483600', 'ours'],
    ['2147483601', 'others'],
    ['', 'others'],
  ])('keeps of the deletion cost %p only whose it is: %p', (cost, expected) => {
    const annotations = cost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': cost };
    const view = toPodView({ ...pod({}), metadata: { ...metadata, annotations } });
    expect([view.deletionCost, view.annotations]).toEqual([expected, {}]);
  });

  test.each<[string, PodObject['status'], boolean]>([
    ['True', ready('True'), true],
    ['False', ready('False'), false],
    ['Unknown', ready('Unknown'), false],
    ['missing', { phase: 'Running' }, false],
    ['another one', { conditions: [{ type: 'ContainersReady', status: 'True' }] }, false],
  ])('is ready only by its Ready condition: %s', (_, status, expected) => {
    const view = toPodView(pod({}, status));
    expect([view.ready, view.readySinceMs !== undefined]).toEqual([expected, expected]);
  });

  test('has been ready since 0 when the kubelet gives no time', () => {
    const status = { conditions: [{ type: 'Ready', status: 'True' }] };
    expect(toPodView(pod({}, status)).readySinceMs).toBe(0);
  });

  test('has the phase Unknown and no addresses without a status', () => {
    expect(toPodView({ metadata })).toMatchObject({ phase: 'Unknown', ready: false, ips: [] });
  });

  test('falls back to podIP', () => {
    expect(toPodView(pod({}, { podIP: '10.0.0.7' })).ips).toEqual(['10.0.0.7']);
  });

  test('shows a deletion and the host network', () => {
    const going = {
      ...pod({ hostNetwork: true }),
      metadata: { ...metadata, deletionTimestamp: '2026-01-01T00:00:09Z' },
    };
    expect(toPodView(going)).toMatchObject({ terminating: true, hostNetwork: true });
  });
});

describe('named ports', () => {
  const http = { name: 'http', containerPort: 8080 };
  const view = [{ name: 'http', number: 8080, protocol: 'TCP' }];

  test.each<[string, Partial<NonNullable<PodObject['spec']>>, readonly object[]]>([
    ['of containers count', { containers: [{ name: 'c', ports: [http] }] }, view],
    [
      'of restartable init containers count',
      { initContainers: [{ name: 'c', restartPolicy: 'Always', ports: [http] }] },
      view,
    ],
    ['of other init containers do not', { initContainers: [{ name: 'c', ports: [http] }] }, []],
    ['without name do not', { containers: [{ name: 'c', ports: [{ containerPort: 8080 }] }] }, []],
    [
      'keep their protocol',
      { containers: [{ name: 'c', ports: [{ ...http, protocol: 'UDP' }] }] },
      [{ name: 'http', number: 8080, protocol: 'UDP' }],
    ],
  ])('%s', (_, spec, expected) => {
    expect(toPodView(pod(spec)).namedPorts).toEqual(expected);
  });
});

test('an object without a UID is refused', () => {
  expect(() => toPodView({ kind: 'Pod', metadata: { namespace: 'shop', name: 'x' } })).toThrow(
    'Cannot cache Pod shop/x: it has no name, UID or version',
  );
});

describe('the labels of a pod', () => {
  const asked = { app: 'orders', constructor: 'x', 'pod-template-hash': 'f00', 'controller-revision-hash': 'ba5' };
  const strange = Object.fromEntries(Array.from({ length: 1000 }, (_, ordinal) => [`strange-${ordinal}`, 'x']));
  const labelled = (namespace = 'shop') => ({ metadata: { ...metadata, namespace, labels: { ...strange, ...asked } } });

  test('are kept when an object of its namespace selects by them, and those of its revision always', () => {
    expect(toPodView(labelled(), demandOf('app', 'constructor', 'toString')).metadata.labels).toEqual(asked);
    const { app: _, constructor: __, ...revision } = asked;
    expect(toPodView(labelled('bank'), demandOf('app', 'constructor')).metadata.labels).toEqual(revision);
  });

  test('are complete up to the moment at which they were read', () => {
    const demand = demandOf('app');
    expect(toPodView({ ...labelled(), labelsReadAt: 0 }, demand).labelsReadAt).toBe(0);
    expect(toPodView({ ...labelled(), labelsReadAt: 7 }, demand).labelsReadAt).toBe(1);
    expect(toPodView(labelled('bank'), demand).labelsReadAt).toBe(0);
  });

  test('take no memory when none is in demand: all views share one empty set', () => {
    const views = [metadata, { ...metadata, labels: strange }].map((of) => toPodView({ metadata: of }, demandOf()));
    expect(views[0]?.metadata.labels).toBe(views[1]?.metadata.labels);
  });
});

const PRIORITY = 'activestandby.dev/priority';
const annotated = (annotations: Readonly<Record<string, string>>) =>
  toPodView({ metadata: { ...metadata, annotations } });

describe('the annotations of a pod', () => {
  test('are kept when they give its priority, for all objects or for one', () => {
    const priorities = { [PRIORITY]: '5', [`orders.${PRIORITY}`]: '7', [`a.b.${PRIORITY}`]: 'high' };
    const others = { 'team/note': 'long', constructor: '9', [`x${PRIORITY}`]: '1', [`${PRIORITY}-x`]: '1' };
    expect(annotated({ ...others, ...priorities }).annotations).toEqual(priorities);
  });

  test.each([[PRIORITY], [`orders.${PRIORITY}`]])('are cut after the length of any integer: %s', (key) => {
    expect(annotated({ [key]: '1'.repeat(100_000) }).annotations).toEqual({ [key]: '1'.repeat(32) });
  });

  test('for one object each are limited in number, and the view says so', () => {
    const keys = Array.from({ length: 1000 }, (_, ordinal) => `o${String(ordinal).padStart(3, '0')}.${PRIORITY}`);
    const many = Object.fromEntries([...keys.toReversed(), PRIORITY].map((key) => [key, '5']));
    const { annotations, hasMorePriorities } = annotated(many);
    expect(Object.keys(annotations)).toEqual([PRIORITY, ...keys.slice(0, 16)]);
    expect(hasMorePriorities).toBe(true);
    expect(annotated(annotations).hasMorePriorities).toBe(false);
  });

  test('take no memory when there are none: all views share one empty set', () => {
    expect(toPodView({ metadata }).annotations).toBe(annotated({ 'team/note': 'x' }).annotations);
  });
});

describe('a pod with a time before 1970, or none', () => {
  test.each(['1969-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 'no time'])(
    'since %s',
    (since) => {
      expect(toPodView(pod({}, ready('True', since)))).toMatchObject({ ready: true, readySinceMs: 0 });
    },
  );
});
