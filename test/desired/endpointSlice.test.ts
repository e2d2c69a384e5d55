import { describe, expect, test } from '@jest/globals';
import { CHANGE_TRIGGER_ANNOTATION, HEADLESS_LABEL } from '../../src/api/names.ts';
import {
  desiredSlice,
  isSameSlice,
  livingEndpoints,
  sliceNameOf,
  withTriggerTime,
} from '../../src/desired/endpointSlice.ts';
import { readLedger, type EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { ownerReference } from '../../src/desired/ownership.ts';
import type { PodView } from '../../src/election/podView.ts';
import { asvc, asvcWith } from '../support/objects/asvcs.ts';
import { emptied, serving } from '../support/election/electionInputs.ts';
import { failed, pod, START_MS, withIps } from '../support/election/pods.ts';

const a = pod('a');

interface Change {
  readonly service?: object;
  readonly observed?: EndpointSlice;
}

function published(view: PodView, { service = { ports: [{ port: 80 }] }, observed }: Change = {}): EndpointSlice {
  return desiredSlice({ asvc: asvcWith(service), family: 'IPv4', ledger: serving(view), pod: view, observed });
}

describe('a slice that publishes a pod', () => {
  test('lists only that pod, always as ready, and has labels and owner', () => {
    expect(published(a)).toEqual({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'orders-asvc-ipv4',
        namespace: 'shop',
        labels: {
          'kubernetes.io/service-name': 'orders',
          'endpointslice.kubernetes.io/managed-by': 'activestandby.dev',
        },
        annotations: {
          'activestandby.dev/term': '3',
          'activestandby.dev/ledger': '{"holder":{"name":"a","uid":"a-uid"},"intent":"Serving","cause":"Initial"}',
        },
        ownerReferences: [ownerReference({ name: 'orders', uid: 'orders-uid' })],
      },
      addressType: 'IPv4',
      endpoints: [
        {
          addresses: ['10.0.0.97'],
          conditions: { ready: true, serving: true, terminating: false },
          targetRef: { kind: 'Pod', namespace: 'shop', name: 'a', uid: 'a-uid' },
          nodeName: 'n1',
        },
      ],
      ports: [{ name: '', port: 80, protocol: 'TCP' }],
    });
  });

  test('is named after the Service, not after the object', () => {
    const { metadata } = published(a, { service: { name: 'db', ports: [{ port: 80 }] } });
    expect(metadata).toMatchObject({ name: 'db-asvc-ipv4', labels: { 'kubernetes.io/service-name': 'db' } });
    expect(sliceNameOf('db', 'IPv6')).toBe('db-asvc-ipv6');
  });

  test('lists the address of its family', () => {
    const both = withIps(a, 'fd00::7', '10.0.0.7', '10.0.0.8');
    const ipv6 = { asvc: asvc(), family: 'IPv6', ledger: serving(both), pod: both, observed: undefined } as const;
    expect(published(both).endpoints).toMatchObject([{ addresses: ['10.0.0.7'] }]);
    expect(desiredSlice(ipv6)).toMatchObject({ addressType: 'IPv6', endpoints: [{ addresses: ['fd00::7'] }] });
  });

  test('lists no pod without an address of its family', () => {
    expect(published(withIps(a, 'fd00::7')).endpoints).toEqual([]);
  });

  test('has the zone if it is known, and no nodeName for a pod without a node', () => {
    const [endpoint] = published({ ...a, zone: 'z1', nodeName: undefined }).endpoints ?? [];
    expect(endpoint).toMatchObject({ zone: 'z1' });
    expect(endpoint).not.toHaveProperty('nodeName');
  });

  test.each<[string, Partial<PodView>, string | undefined]>([
    ['of a pod whose subdomain is the Service', { hostname: 'orders-0', subdomain: 'orders' }, 'orders-0'],
    ['not of another subdomain', { hostname: 'orders-0', subdomain: 'other' }, undefined],
    ['not without a subdomain', { hostname: 'orders-0' }, undefined],
    ['not for a pod without a hostname', { subdomain: 'orders' }, undefined],
  ])('has the hostname %s', (_, change, expected) => {
    expect(published({ ...a, ...change }).endpoints?.[0]?.hostname).toBe(expected);
  });

  test.each([
    ['is', { type: 'Headless' }, ''],
    ['is not', { type: 'ClusterIP', ports: [{ port: 80 }] }, undefined],
  ])('%s labelled as headless for %j', (_, service, expected) => {
    const observed = published(a, { service: { type: 'Headless' } });
    expect(published(a, { service, observed }).metadata?.labels?.[HEADLESS_LABEL]).toBe(expected);
  });
});

describe('a slice that publishes no pod', () => {
  test('keeps the term and its holder', () => {
    const slice = desiredSlice({ asvc: asvc(), family: 'IPv4', ledger: emptied(a), pod: a, observed: published(a) });
    expect(slice).toMatchObject({ endpoints: [] });
    expect(readLedger(slice)).toMatchObject({ term: 3, holder: { name: 'a', uid: 'a-uid' }, intent: 'Empty' });
  });

  const named = [{ port: 80, targetPort: 'http' }];
  const both = [
    { name: 'web', port: 80, targetPort: 'http' },
    { name: 'db', port: 5432, targetPort: 15432 },
  ];
  const db = { name: 'db', port: 15432, protocol: 'TCP' };

  test.each<[string, readonly object[], EndpointSlice | undefined, readonly object[]]>([
    [
      'of a named target port',
      named,
      published(a, { service: { ports: named } }),
      [{ name: '', port: 8080, protocol: 'TCP' }],
    ],
    [
      'of several',
      both,
      published(a, { service: { ports: both } }),
      [{ name: 'web', port: 8080, protocol: 'TCP' }, db],
    ],
    ['that are numbers, also without a previous slice', both, undefined, [db]],
    ['that are numbers, also of a slice that another client has emptied', both, { ...published(a), ports: [] }, [db]],
    ['of the current spec', [both[1] ?? {}], published(a, { service: { ports: both } }), [db]],
  ])('keeps the ports %s: some proxies would keep the old server without them', (...[, ports, observed, expected]) => {
    const change = { asvc: asvcWith({ ports }), family: 'IPv4', pod: undefined, observed } as const;
    const empty = desiredSlice({ ...change, ledger: emptied(a) });
    expect(empty.ports).toEqual(expected);
    const draining = { ...serving(a), intent: 'Draining' as const };
    expect(desiredSlice({ ...change, pod: a, ledger: draining }).ports).toEqual(expected);
    expect(isSameSlice(empty, desiredSlice({ ...change, ledger: emptied(a), observed: empty }))).toBe(true);
  });

  test("lists the next pod's own ports once it is published", () => {
    const change = { asvc: asvcWith({ ports: named }), family: 'IPv4', observed: published(a) } as const;
    const b = pod('b', { namedPorts: [{ name: 'http', number: 9090, protocol: 'TCP' }] });
    expect(desiredSlice({ ...change, ledger: serving(b, 4), pod: b }).ports).toMatchObject([{ port: 9090 }]);
  });
});

describe('metadata of other clients on a slice', () => {
  const foreign = {
    ...published(a),
    generation: 7,
    metadata: {
      ...published(a).metadata,
      labels: { team: 'x', 'kubernetes.io/service-name': 'wrong' },
      annotations: { note: 'paused', 'activestandby.dev/term': '1' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'c' }],
    },
    newField: { of: 'a newer API' },
  };

  test('is kept, and ours is repaired', () => {
    const slice = published(a, { observed: foreign });
    expect(slice).toMatchObject({ newField: { of: 'a newer API' } });
    expect(slice.metadata).toMatchObject({
      labels: { team: 'x', 'kubernetes.io/service-name': 'orders' },
      annotations: { note: 'paused', 'activestandby.dev/term': '3' },
      ownerReferences: [{ uid: 'c' }, { uid: 'orders-uid', controller: true }],
    });
  });

  test('does not count as a difference', () => {
    const slice = published(a, { observed: foreign });
    expect(isSameSlice(slice, published(a, { observed: slice }))).toBe(true);
  });
});

describe('two slices', () => {
  test('are equal when only the trigger time differs', () => {
    const stamped = withTriggerTime(published(a), START_MS);
    expect(stamped.metadata?.annotations?.[CHANGE_TRIGGER_ANNOTATION]).toBe('2026-01-01T00:00:00.000000Z');
    expect(isSameSlice(stamped, published(a, { observed: stamped }))).toBe(true);
  });

  test.each<[string, (slice: EndpointSlice) => EndpointSlice]>([
    ['endpoints', (slice) => ({ ...slice, endpoints: [] })],
    ['a hint', (slice) => ({ ...slice, endpoints: [{ addresses: ['10.0.0.97'], hints: {} }] })],
    ['ports', (slice) => ({ ...slice, ports: [] })],
    ['the family', (slice) => ({ ...slice, addressType: 'IPv6' })],
    ['a label', (slice) => ({ ...slice, metadata: { ...slice.metadata, labels: {} } })],
    ['the record', (slice) => ({ ...slice, metadata: { ...slice.metadata, annotations: {} } })],
    ['the owner', (slice) => ({ ...slice, metadata: { ...slice.metadata, ownerReferences: [] } })],
  ])('are not equal when %s differ', (_, change) => {
    const observed = change(published(a));
    expect(isSameSlice(observed, published(a, { observed }))).toBe(false);
  });
});

describe('an endpoint is alive', () => {
  const listed = published(a);

  test.each<[string, PodView | undefined, number]>([
    ['while its pod is running with that address', a, 1],
    ['while its pod is not ready', { ...a, ready: false }, 1],
    ['not after its pod is deleted', undefined, 0],
    ['not after its pod has ended', failed(a), 0],
    ['not when its pod has another address', withIps(a, '10.9.9.9'), 0],
  ])('%s', (_, view, expected) => {
    expect(livingEndpoints(listed, { get: () => view })).toHaveLength(expected);
  });

  test('only if its pod has all of its addresses', () => {
    const endpoints = [{ addresses: ['10.0.0.97', '10.9.9.9'], targetRef: { uid: 'a-uid' } }];
    expect(livingEndpoints({ ...listed, endpoints }, { get: () => a })).toEqual([]);
  });
});
