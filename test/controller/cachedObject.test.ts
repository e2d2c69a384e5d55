import { describe, expect, test } from '@jest/globals';
import { toCachedAsvc, toCachedService, toCachedSlice } from '../../src/controller/cachedObject.ts';
import { ownerReference } from '../../src/desired/ownership.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { asvcObject } from '../support/asvcs.ts';

const metadata = { namespace: 'shop', name: 'orders', uid: 'u1', resourceVersion: '7' };
const managedFields = [{ manager: 'kubectl' }];
const ownerReferences = [ownerReference({ name: 'orders', uid: 'o1' })];
const serviceLabels = { 'app.kubernetes.io/managed-by': 'activestandby.dev', team: 'x' };
const sliceLabels = { 'endpointslice.kubernetes.io/managed-by': 'activestandby.dev', team: 'x' };

function object(change: object): KubeObject & { readonly spec: object } {
  return { apiVersion: 'v1', kind: 'X', metadata: { ...metadata, managedFields, ...change }, spec: { large: true } };
}

describe('what is ours', () => {
  test.each([
    ['a labelled Service', toCachedService(object({ labels: serviceLabels }))],
    ['an owned Service', toCachedService(object({ ownerReferences }))],
    ['a labelled slice', toCachedSlice(object({ labels: sliceLabels }))],
    ['an owned slice', toCachedSlice(object({ ownerReferences }))],
  ])('is kept whole but for managedFields: %s', (_, cached) => {
    expect(cached.metadata).toEqual(metadata);
    expect(cached.object).toHaveProperty('spec', { large: true });
    expect(cached.object.metadata).not.toHaveProperty('managedFields');
  });
});

describe('what is not ours', () => {
  test.each([
    ['a Service with the label of a slice', toCachedService(object({ labels: sliceLabels }))],
    ['a slice with the label of a Service', toCachedSlice(object({ labels: serviceLabels }))],
    ['one of another owner', toCachedSlice(object({ ownerReferences: [{ ...ownerReferences[0], kind: 'Other' }] }))],
  ])('is kept by what tells whose it is: %s', (_, cached) => {
    expect(cached.metadata).toEqual(metadata);
    expect(cached.object).not.toHaveProperty('spec');
  });

  test('keeps the labels that say which Service it serves and who manages it, and no others', () => {
    const labels = { 'kubernetes.io/service-name': 'orders', 'endpointslice.kubernetes.io/managed-by': 'x', team: 'x' };
    const { team: _, ...kept } = labels;
    expect(toCachedSlice(object({ labels })).object).toEqual({
      apiVersion: 'v1',
      kind: 'X',
      metadata: { ...metadata, labels: kept },
    });
  });
});

describe('our own object', () => {
  test('is judged as it is cached', () => {
    expect(toCachedAsvc(asvcObject())).toMatchObject({ generation: 1, deleting: false, parsed: { valid: true } });
    expect(toCachedAsvc(asvcObject('orders', { selector: {} })).parsed.valid).toBe(false);
  });

  test('is going once it has a deletionTimestamp', () => {
    const { metadata: own } = asvcObject();
    const going = asvcObject('orders', {}, { metadata: { ...own, deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect(toCachedAsvc(going).deleting).toBe(true);
  });
});
