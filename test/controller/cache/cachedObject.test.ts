import { describe, expect, test } from '@jest/globals';
import { ownerReference } from '../../../src/desired/ownership.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { asvc, asvcObject } from '../../support/objects/asvcs.ts';
import { toCachedAsvc, toCachedService, toCachedSlice } from '../../support/objects/cached.ts';

const metadata = { namespace: 'shop', name: 'orders', uid: 'u1', resourceVersion: '7' };
const managedFields = [{ manager: 'kubectl' }];
const ownerReferences = [ownerReference({ name: 'orders', uid: 'o1' })];
const serviceLabels = { 'app.kubernetes.io/managed-by': 'activestandby.dev', team: 'x' };
const ledger = (change: object) => object({ name: 'orders-asvc-ipv4', ...change });
const sliceLabels = { 'endpointslice.kubernetes.io/managed-by': 'activestandby.dev', team: 'x' };

function object(change: object): KubeObject & { readonly spec: object } {
  return { apiVersion: 'v1', kind: 'X', metadata: { ...metadata, managedFields, ...change }, spec: { large: true } };
}

describe('an object of ours', () => {
  test.each([
    ['a labelled Service', toCachedService(object({ labels: serviceLabels }))],
    ['an owned Service', toCachedService(object({ ownerReferences }))],
    ['a labelled slice', toCachedSlice(ledger({ labels: sliceLabels }))],
    ['an owned slice', toCachedSlice(ledger({ ownerReferences }))],
  ])('is kept except for managedFields: %s', (_, cached) => {
    expect(cached.metadata).toMatchObject({ namespace: 'shop', uid: 'u1', resourceVersion: '7' });
    expect(cached.parse()).toHaveProperty('spec', { large: true });
    expect(cached.parse().metadata).not.toHaveProperty('managedFields');
  });
});

describe('metadata of other clients', () => {
  const strange = { 'team/note': 'x'.repeat(100_000) };

  test('on our Service or ActiveStandbyService is not kept, because it is not sent back', () => {
    const service = toCachedService(object({ labels: { ...serviceLabels, ...strange }, annotations: strange })).parse();
    expect(service.metadata?.labels).toEqual({ 'app.kubernetes.io/managed-by': 'activestandby.dev' });
    const { metadata: own } = asvcObject();
    const asvc = toCachedAsvc(
      asvcObject('orders', {}, { metadata: { ...own, labels: strange, annotations: strange } }),
    );
    expect(JSON.stringify([service, asvc.parse()]).length).toBeLessThan(2000);
  });

  test('on a ledger is kept, because a PUT sends it back', () => {
    const annotations = { ...strange };
    expect(toCachedSlice(ledger({ labels: sliceLabels, annotations })).parse().metadata?.annotations).toEqual(strange);
  });

  test.each([
    ['a slice without the name of a ledger', toCachedSlice(object({ labels: sliceLabels, annotations: strange }))],
    ['a foreign slice', toCachedSlice(ledger({ annotations: strange }))],
    ['a foreign Service', toCachedService(object({ labels: strange, annotations: strange }))],
    [
      'one with many owners',
      toCachedSlice(
        object({ ownerReferences: Array.from({ length: 1000 }, () => ({ kind: 'X', name: 'x', uid: 'x' })) }),
      ),
    ],
  ])('on %s is not kept', (_, cached) => {
    expect(JSON.stringify(cached.parse()).length).toBeLessThan(500);
  });
});

describe('a foreign object', () => {
  test.each([
    ['a Service with the label of a slice', toCachedService(object({ labels: sliceLabels }))],
    ['a slice with the label of a Service', toCachedSlice(object({ labels: serviceLabels }))],
    ['one of another owner', toCachedSlice(object({ ownerReferences: [{ ...ownerReferences[0], kind: 'Other' }] }))],
  ])('is kept with its identity only: %s', (_, cached) => {
    expect(cached.metadata).toEqual(metadata);
    expect(cached.parse()).not.toHaveProperty('spec');
  });

  test('keeps the labels for its Service and its manager, and no others', () => {
    const labels = { 'kubernetes.io/service-name': 'orders', 'endpointslice.kubernetes.io/managed-by': 'x', team: 'x' };
    const { team: _, ...kept } = labels;
    expect(toCachedSlice(object({ labels })).parse()).toEqual({
      apiVersion: 'v1',
      kind: 'X',
      metadata: { ...metadata, labels: kept },
    });
  });
});

describe('an ActiveStandbyService', () => {
  test('is validated when it is cached', () => {
    expect(toCachedAsvc(asvcObject())).toMatchObject({ generation: 1, deleting: false });
    expect(toCachedAsvc(asvcObject('orders', { selector: {} })).parse().valid).toBe(false);
  });

  test('is deleting once it has a deletionTimestamp', () => {
    const { metadata: own } = asvcObject();
    const going = asvcObject('orders', {}, { metadata: { ...own, deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect(toCachedAsvc(going).deleting).toBe(true);
  });

  describe('of which another version is cached', () => {
    const cachedFirst = toCachedAsvc({ ...asvcObject(), ...asvc() });
    const next = (change: object) =>
      toCachedAsvc(structuredClone({ ...asvcObject(), ...asvc(), ...change }), { get: () => cachedFirst });

    test('keeps its selector while the spec is the same, so that no index changes', () => {
      const status = { term: 2, termHolderUID: 'b-uid' };
      const cached = next({ status });
      expect(cached.selector).toBe(cachedFirst.selector);
      expect(cached.parse()).toMatchObject({ valid: true, value: { spec: asvc().spec, status } });
    });

    test('has the selector of its own spec, also in the same generation', () => {
      const selector = { matchLabels: { app: 'other' } };
      expect(next({ spec: { ...asvc().spec, selector } }).selector).toEqual(selector);
    });

    test('is invalid when its own spec is', () => {
      const cached = next({ spec: { ...asvc().spec, selector: {} } });
      expect([cached.parse().valid, cached.selector]).toEqual([false, undefined]);
    });
  });
});
