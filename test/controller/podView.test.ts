import { describe, expect, test } from '@jest/globals';
import { toPodView } from '../../src/controller/podView.ts';
import type { PodObject } from '../support/podObjects.ts';

const metadata = {
  namespace: 'shop',
  name: 'orders-0',
  uid: 'u1',
  resourceVersion: '7',
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels: { app: 'orders', 'topology.kubernetes.io/zone': 'z1' },
};

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
      hasMorePriorities: false,
    });
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

const PRIORITY = 'activestandby.dev/priority';
const annotated = (annotations: Readonly<Record<string, string>>) =>
  toPodView({ metadata: { ...metadata, annotations } });

describe('the annotations of a pod', () => {
  test('are kept when they say its priority: for all objects, or for one', () => {
    const priorities = { [PRIORITY]: '5', [`orders.${PRIORITY}`]: '7', [`a.b.${PRIORITY}`]: 'high' };
    const others = { 'team/note': 'long', constructor: '9', [`x${PRIORITY}`]: '1', [`${PRIORITY}-x`]: '1' };
    expect(annotated({ ...others, ...priorities }).annotations).toEqual(priorities);
  });

  test.each([[PRIORITY], [`orders.${PRIORITY}`]])('are cut where no integer is so long: %s', (key) => {
    expect(annotated({ [key]: '1'.repeat(100_000) }).annotations).toEqual({ [key]: '1'.repeat(32) });
  });

  test('for one object each are kept up to a number, which is told', () => {
    const keys = Array.from({ length: 1000 }, (_, ordinal) => `o${String(ordinal).padStart(3, '0')}.${PRIORITY}`);
    const many = Object.fromEntries([...keys.toReversed(), PRIORITY].map((key) => [key, '5']));
    const { annotations, hasMorePriorities } = annotated(many);
    expect(Object.keys(annotations)).toEqual([PRIORITY, ...keys.slice(0, 16)]);
    expect(hasMorePriorities).toBe(true);
    expect(annotated(annotations).hasMorePriorities).toBe(false);
  });

  test('take no room where there are none: all views share one empty set', () => {
    expect(toPodView({ metadata }).annotations).toBe(annotated({ 'team/note': 'x' }).annotations);
  });
});
