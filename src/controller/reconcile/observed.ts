// What one reconcile knows of one object. A snapshot: later changes in the caches do not show in it.
import type { ActiveStandbyService, ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import type { EndpointSlice } from '../../desired/ledgerRecord.ts';
import type { LedgerResolution } from '../../desired/ledgerResolution.ts';
import type { Claim, Owner } from '../../desired/ownership.ts';
import type { Service } from '../../desired/service.ts';
import type { Now } from '../../election/now.ts';
import type { IpFamily, PodView } from '../../election/podView.ts';
import type { OtherSlice } from '../apply/plannedWrites.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';
import type { ObservedNodes } from '../nodes/observedNodes.ts';
import type { ReconcileState } from './reconcileState.ts';

export interface Claimed<T> {
  readonly object: T;
  readonly claim: Claim;
}

export interface Observed {
  readonly asvc: CachedAsvc;
  readonly owner: Owner;
  /** Undefined when the object is invalid. */
  readonly valid: ActiveStandbyService | undefined;
  readonly status: ActiveStandbyServiceStatus;
  readonly serviceName: string;
  readonly service: Claimed<Service> | undefined;
  /** The slice with the ledger; of two that are ours, during a family change, the one with the higher term. */
  readonly slice: Claimed<EndpointSlice> | undefined;
  /** The other of the two, during a family change. */
  readonly counterpart: Claimed<EndpointSlice> | undefined;
  /** The Service's, or the slice's while there is no Service; undefined when there is neither. */
  readonly family: IpFamily | undefined;
  readonly otherSlices: readonly OtherSlice[];
  /** Name of another object that requests the same Service and comes first. */
  readonly rival: string | undefined;
  /** The selected pods, with their times of readiness corrected by this process's own sightings. */
  readonly pods: readonly PodView[];
  /** By UID, uncorrected: the selected pods, and those that the slices and the ledger name. */
  readonly podsByUid: ReadonlyMap<string, PodView>;
  /** The nodes of the selected pods. */
  readonly nodes: ObservedNodes;
  readonly reconcileState: ReconcileState;
  readonly resolution: LedgerResolution;
  /** The trigger time, in ms since the epoch. */
  readonly noticedMs: number;
  readonly now: Now;
}

/** Undefined for a foreign slice: it is no evidence of any election. */
export function ownSlice({ slice }: Pick<Observed, 'slice'>): EndpointSlice | undefined {
  return ownObject(slice);
}

export function ownObject<T>(claimed: Claimed<T> | undefined): T | undefined {
  return claimed?.claim === 'ours' || claimed?.claim === 'adoptable' ? claimed.object : undefined;
}
