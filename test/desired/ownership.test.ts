import { describe, expect, test } from '@jest/globals';
import { MANAGED_BY_LABEL, MANAGER } from '../../src/api/names.ts';
import { claimOn, ownerReference, precedes, type Claim } from '../../src/desired/ownership.ts';

const owner = { name: 'orders', uid: 'u1' };
const labelled = { labels: { [MANAGED_BY_LABEL]: MANAGER } };
const predecessor = { ...ownerReference(owner), uid: 'u0' };

describe('the claim on an object', () => {
  test.each<[string, object, Claim]>([
    ['controlled by us', { ownerReferences: [ownerReference(owner)] }, 'ours'],
    [
      'controlled by us, and owned by others',
      { ownerReferences: [{ ...predecessor, controller: false }, ownerReference(owner)] },
      'ours',
    ],
    ['controlled by us, whatever its labels', { ownerReferences: [ownerReference(owner)], labels: {} }, 'ours'],
    ['labelled as ours, without any owner', labelled, 'adoptable'],
    [
      'labelled as ours, owned but not controlled by another object',
      { ...labelled, ownerReferences: [{ ...predecessor, controller: false }] },
      'adoptable',
    ],
    ['without owner and label', {}, 'foreign'],
    ['labelled as managed by another controller', { labels: { [MANAGED_BY_LABEL]: 'Helm' } }, 'foreign'],
    ['controlled by our predecessor', { ...labelled, ownerReferences: [predecessor] }, 'awaitingCollection'],
    [
      'controlled by our predecessor in an older API',
      { ownerReferences: [{ ...predecessor, apiVersion: 'activestandby.dev/v1' }] },
      'awaitingCollection',
    ],
    ['controlled by another object of our kind', { ownerReferences: [{ ...predecessor, name: 'other' }] }, 'foreign'],
    [
      'controlled by an object of another kind with our name',
      { ownerReferences: [{ ...predecessor, kind: 'Deployment' }] },
      'foreign',
    ],
    [
      'controlled by an object of another group with our name',
      { ownerReferences: [{ ...predecessor, apiVersion: 'activestandby.development/v1' }] },
      'foreign',
    ],
    [
      'labelled as ours, but controlled by another object',
      { ...labelled, ownerReferences: [{ ...predecessor, name: 'other' }] },
      'foreign',
    ],
  ])('that is %s', (_, metadata, expected) => {
    expect(claimOn({ metadata }, owner, MANAGED_BY_LABEL)).toBe(expected);
  });

  test('is foreign when it has no labels and no owner', () => {
    expect(claimOn({}, owner, MANAGED_BY_LABEL)).toBe('foreign');
  });
});

describe('our owner reference', () => {
  test('is a controller reference and blocks no deletion', () => {
    expect(ownerReference(owner)).toEqual({
      apiVersion: 'activestandby.dev/v1alpha1',
      kind: 'ActiveStandbyService',
      name: 'orders',
      uid: 'u1',
      controller: true,
    });
  });
});

describe('of two objects for one Service', () => {
  const old = { name: 'z', uid: 'z', creationTimestamp: '2026-01-01T00:00:00Z' };
  const young = { name: 'a', uid: 'a', creationTimestamp: '2026-01-01T00:00:01Z' };

  test.each([
    ['the older comes first', old, young],
    ['the smaller UID comes first among equally old ones', { ...young, uid: '1' }, { ...young, uid: '2' }],
  ])('%s', (_, first, second) => {
    expect([precedes(first, second), precedes(second, first)]).toEqual([true, false]);
  });
});
