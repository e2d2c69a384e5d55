// Everything that one reconcile of one object knows. A snapshot: what changes in the caches later does not show in it.
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
  /** The ledger: of two that are ours, in the change of a family, the one with the higher term. */
  readonly slice: Claimed<EndpointSlice> | undefined;
  /** The other one of the two. */
  readonly counterpart: Claimed<EndpointSlice> | undefined;
  /** Of the Service, or of the slice while there is no Service; undefined when there is neither. */
  readonly family: IpFamily | undefined;
  readonly otherSlices: readonly OtherSlice[];
  /** Another object that asks for the same Service and comes first. */
  readonly rival: string | undefined;
  /** Selected pods. */
  readonly pods: readonly PodView[];
  /** Those and the ones that the slices and the ledger name, selected or not; as the caches have them. */
  readonly podsByUid: ReadonlyMap<string, PodView>;
  /** Those that the selected pods are on. */
  readonly nodes: ObservedNodes;
  readonly reconcileState: ReconcileState;
  /** Which ledger holds. */
  readonly resolution: LedgerResolution;
  /** When the news that led to this reconcile arrived, in ms since the epoch. */
  readonly noticedMs: number;
  readonly now: Now;
}

/** A slice that belongs to somebody else is no evidence of anything. */
export function ownSlice({ slice }: Pick<Observed, 'slice'>): EndpointSlice | undefined {
  return ownObject(slice);
}

export function ownObject<T>(claimed: Claimed<T> | undefined): T | undefined {
  return claimed?.claim === 'ours' || claimed?.claim === 'adoptable' ? claimed.object : undefined;
}
