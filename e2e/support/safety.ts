// Invariants of every revision of the EndpointSlice in etcd: at most one endpoint, terms that never
// decrease, and one pod UID for each term. Every test ends with it.
import { expect } from '@jest/globals';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { history, revisions, type Revision } from '../cluster/history.ts';
import { endpointSlices } from '../cluster/resources.ts';
import { publishedIn, sliceOf } from './published.ts';
import type { Scene } from './scene.ts';

/** `byHand`: resourceVersions that the test has written, which the operator must repair but cannot prevent. */
export async function expectSafe(scene: Scene, byHand: readonly (string | undefined)[] = []): Promise<void> {
  const all = await sliceRevisions(scene);
  const own = all.filter(({ type, revision }) => type === 'Put' && !byHand.includes(String(revision)));
  const holders = new Map<number, string | undefined>();
  let latest = 0;
  for (const { object, revision } of own) {
    const { addresses, term, uid, holderUid } = publishedIn(object);
    const seen = { revision, listed: object.endpoints?.length ?? 0, addresses: addresses.length, term };
    expect(seen).toMatchObject({ listed: uid === undefined ? 0 : 1, addresses: uid === undefined ? 0 : 1 });
    expect(term).toBeGreaterThanOrEqual(latest);
    expect({ term, holder: holders.get(term) ?? holderUid }).toEqual({ term, holder: holderUid });
    expect(uid ?? holderUid).toBe(holderUid);
    holders.set(term, holderUid);
    latest = term;
  }
}

export function sliceRevisions(scene: Scene): Promise<readonly Revision<EndpointSlice>[]> {
  return revisions<EndpointSlice>(scene.plane.etcdUrl, endpointSlices, sliceOf(scene));
}

/** How many revisions the EndpointSlices of the namespace have had. */
export async function sliceChanges({ plane, namespace }: Scene): Promise<number> {
  return (await history<EndpointSlice>(plane.etcdUrl, endpointSlices, namespace)).length;
}

/** The operator's changes of the slice so far: the term and the pod of each. */
export async function publications(scene: Scene): Promise<readonly string[]> {
  const all = await sliceRevisions(scene);
  return all.map(({ type, object }) => {
    const { term, pod = 'none' } = publishedIn(object);
    return type === 'Delete' ? 'deleted' : `${term} ${pod}`;
  });
}

/** Of the slices of both IP families: "IPv4 1 orders-0", "IPv6 2 none", "IPv4 deleted", in the order of etcd. */
export async function publicationsOfBoth({ plane, namespace }: Scene): Promise<readonly string[]> {
  const all = await history<EndpointSlice>(plane.etcdUrl, endpointSlices, namespace);
  return all.map(({ type, object }) => {
    const { term, pod = 'none' } = publishedIn(object);
    return `${object.addressType} ${type === 'Delete' ? 'deleted' : `${term} ${pod}`}`;
  });
}

/** Invariants of both slices: at no revision do both list a pod, and a term belongs to one pod. */
export async function expectSafeInBoth({ plane, namespace }: Scene): Promise<void> {
  const all = await history<EndpointSlice>(plane.etcdUrl, endpointSlices, namespace);
  const listed = new Map<string, number>();
  const holders = new Map<number, string | undefined>();
  for (const { type, object, revision } of all) {
    const { term, holderUid } = publishedIn(object);
    listed.set(object.addressType, type === 'Delete' ? 0 : (object.endpoints?.length ?? 0));
    const together = [...listed.values()].reduce((sum, each) => sum + each, 0);
    expect({ revision, together }).toEqual({ revision, together: Math.min(together, 1) });
    expect({ term, holder: holders.get(term) ?? holderUid }).toEqual({ term, holder: holderUid });
    holders.set(term, holderUid);
  }
}
