import { describe, expect, test } from '@jest/globals';
import { AnnotationKeys } from '../../src/controller/annotationKeys.ts';
import { toCachedAsvc } from '../../src/controller/cachedObject.ts';
import { toPodView as toView } from '../../src/controller/podView.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { asvcObject } from '../support/asvcs.ts';
import type { PodObject } from '../support/podObjects.ts';

const metadata = {
  namespace: 'shop',
  name: 'orders-0',
  uid: 'u1',
  resourceVersion: '7',
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels: { app: 'orders', 'topology.kubernetes.io/zone': 'z1' },
};

const toPodView = (object: KubeObject, keys = new AnnotationKeys()) => toView(object, keys);

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
      metadata: kept,
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
      annotationKeys: ['activestandby.dev/priority'],
      deletionCost: undefined,
    });
  });

  test.each([
    [undefined, undefined],
    ['2147483600', 'ours'],
    ['2147483601', 'others'],
    ['', 'others'],
  ])('tells of the deletion cost %p only whose it is: %p', (cost, expected) => {
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

  test('has been ready for ever when the kubelet does not say since when', () => {
    const status = { conditions: [{ type: 'Ready', status: 'True' }] };
    expect(toPodView(pod({}, status)).readySinceMs).toBe(0);
  });

  test('is of unknown phase, without addresses, as long as there is no status', () => {
    expect(toPodView({ metadata })).toMatchObject({ phase: 'Unknown', ready: false, ips: [] });
  });

  test('falls back to the one address that every cluster gives', () => {
    expect(toPodView(pod({}, { podIP: '10.0.0.7' })).ips).toEqual(['10.0.0.7']);
  });

  test('tells of a deletion and of the host network', () => {
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

test('an object without a UID is not taken for a pod', () => {
  expect(() => toPodView({ kind: 'Pod', metadata: { namespace: 'shop', name: 'x' } })).toThrow(
    'Cannot cache Pod shop/x: it has no name, UID or version',
  );
});

function keysNamedBy(...named: readonly string[]): AnnotationKeys {
  const keys = new AnnotationKeys();
  for (const priorityAnnotation of named) {
    keys.insert('', toCachedAsvc(asvcObject('orders', { election: { priorityAnnotation } })));
  }
  return keys;
}

describe('the annotations of a pod', () => {
  const annotations = { 'activestandby.dev/priority': '5', 'team/rank': '7', 'team/note': 'long', constructor: '9' };
  const annotated = { metadata: { ...metadata, annotations } };

  test.each<[string, readonly string[], object]>([
    ['the default one', [], { 'activestandby.dev/priority': '5' }],
    ['one that an object names', ['team/rank'], { 'activestandby.dev/priority': '5', 'team/rank': '7' }],
    ['one with an odd name', ['constructor'], { 'activestandby.dev/priority': '5', constructor: '9' }],
    ['one with an odd name that it does not have', ['toString'], { 'activestandby.dev/priority': '5' }],
  ])('are kept when somebody asks for them: %s', (_, named, expected) => {
    const view = toPodView(annotated, keysNamedBy(...named));
    expect(view.annotations).toEqual(expected);
    expect(view.annotationKeys).toEqual(['activestandby.dev/priority', ...named]);
  });

  test('are cut where no integer is so long', () => {
    const long = { 'activestandby.dev/priority': '1'.repeat(100) };
    const view = toPodView({ metadata: { ...metadata, annotations: long } });
    expect(view.annotations).toEqual({ 'activestandby.dev/priority': '1'.repeat(32) });
  });

  test('take no room where there are none: all views share one array, and one empty set', () => {
    const keys = keysNamedBy('team/rank');
    const [one, other] = [toPodView({ metadata }, keys), toPodView({ metadata }, keys)];
    expect(one.annotationKeys).toBe(other.annotationKeys);
    expect(one.annotations).toBe(other.annotations);
  });
});
