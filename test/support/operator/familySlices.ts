// The history of the slices of both IP families, at every version of the API model.
import { endpointSlices } from '../../../src/controller/cache/resources.ts';
import { readLedger, readTerm, type EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import type { IpFamily } from '../../../src/election/podView.ts';
import type { ApiModel } from '../model/apiModel.ts';

interface Change {
  readonly family: IpFamily;
  /** "a@1", "-@2", "deleted" */
  readonly what: string;
  readonly isListing: boolean;
  readonly term: number;
  readonly holder: string | undefined;
}

function changesIn(model: ApiModel): readonly Change[] {
  const ofSlices = model.storage.revisions.filter(({ resource }) => resource.plural === endpointSlices.plural);
  return ofSlices.map(({ type, object }) => {
    const family = object.metadata.name.endsWith('ipv4') ? 'IPv4' : 'IPv6';
    const slice: EndpointSlice = { addressType: family, endpoints: [], ...object };
    const [endpoint] = slice.endpoints ?? [];
    const term = readTerm(slice) ?? 0;
    const what = type === 'DELETED' ? 'deleted' : `${endpoint?.targetRef?.name ?? '-'}@${term}`;
    const isListing = type !== 'DELETED' && endpoint !== undefined;
    return { family, what, isListing, term, holder: readLedger(slice)?.holder?.uid };
  });
}

/** "IPv4 a@1", "IPv6 -@2", "IPv4 deleted" */
export function sliceChanges(model: ApiModel): readonly string[] {
  return changesIn(model).map(({ family, what }) => `${family} ${what}`);
}

/** The versions at which both slices list a pod. */
export function simultaneous(model: ApiModel): readonly string[] {
  const listing = new Map<IpFamily, boolean>();
  return changesIn(model).flatMap(({ family, what, isListing }) => {
    listing.set(family, isListing);
    return [...listing.values()].filter(Boolean).length > 1 ? [`${family} ${what}`] : [];
  });
}

/** Terms that were given to two pods. */
export function repeatedTerms(model: ApiModel): readonly number[] {
  const holders = Map.groupBy(changesIn(model), ({ term }) => term);
  return [...holders].filter(([, of]) => new Set(of.map(({ holder }) => holder)).size > 1).map(([term]) => term);
}
