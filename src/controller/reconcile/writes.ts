// Which writes does a decision take? None where the world already is as it should be.
import { isPlanned } from '../../api/causes.ts';
import { MANAGER } from '../../api/names.ts';
import { desiredSlice, isSameSlice, livingEndpoints, withLedger } from '../../desired/endpointSlice.ts';
import type { EndpointSlice } from '../../desired/ledgerRecord.ts';
import { desiredService, type Service } from '../../desired/service.ts';
import { driftOf } from '../../desired/serviceDrift.ts';
import { identityOf, type PodIdentity } from '../../election/podView.ts';
import type { Step } from '../../election/step.ts';
import type { Leftovers, ServiceWrite, SliceWrite } from '../apply/plannedWrites.ts';
import { currentSlice, type FamilyChange } from './familyChange.ts';
import { ownObject, ownSlice, type Observed } from './observed.ts';
import { isLeftover, isMirrored } from './problems.ts';

export function publication(observed: Observed, { ledger }: Step): SliceWrite {
  const { valid: asvc, family, podsByUid } = observed;
  const current = currentSlice(observed);
  if (asvc === undefined || family === undefined || (current === undefined && ledger.term === 0))
    return { kind: 'none' };
  const pod = ledger.holder && podsByUid.get(ledger.holder.uid);
  const slice = desiredSlice({ asvc, family, ledger, pod, observed: current });
  if (current === undefined) return { kind: 'create', slice };
  return isSameSlice(current, slice) ? { kind: 'none' } : { kind: 'update', slice };
}

/** Paused, but an address that no longer is the active's must not stay: it may be given to a stranger. */
export function withdrawal(observed: Observed, step: Step): SliceWrite {
  const write = withdrawalFrom(ownSlice(observed), observed, step);
  if (write.kind !== 'none') return write;
  return withdrawalFrom(ownObject(observed.counterpart), observed, { transition: undefined, ledger: step.ledger });
}

function withdrawalFrom(
  current: EndpointSlice | undefined,
  observed: Observed,
  { ledger, transition }: Pick<Step, 'ledger' | 'transition'>,
): SliceWrite {
  if (current === undefined) return { kind: 'none' };
  const living = livingEndpoints(current, observed.podsByUid);
  if (living.length === (current.endpoints ?? []).length) return { kind: 'none' };
  const slice = { ...current, endpoints: living };
  // A record that is damaged stays so until the pause ends: to mend it is to give out a term.
  return { kind: 'update', slice: transition === undefined ? slice : withLedger(slice, ledger) };
}

export function serviceWrite({ valid, service }: Observed): ServiceWrite {
  if (valid === undefined) return { kind: 'none' };
  const desired = desiredService(valid);
  if (service === undefined) return { kind: 'create', service: desired };
  const { removals, needsApply } = driftOf(service.object, desired);
  if (removals.length === 0 && !needsApply) return { kind: 'none' };
  return { kind: 'mend', service: withUid(desired, service.object.metadata?.uid), removals, needsApply };
}

/** With the UID an apply never creates, and never touches a successor of the Service that was judged. */
function withUid(service: Service, uid: string | undefined) {
  return uid === undefined ? service : { ...service, metadata: { ...service.metadata, uid } };
}

export function leftoversOf(observed: Observed, change: FamilyChange): Leftovers {
  const { otherSlices } = observed;
  const slices = otherSlices.filter(isLeftover);
  const examineEndpoints = hasSelector(observed) || slices.length > 0 || otherSlices.some(isMirrored);
  return { examineEndpoints, slices: change === 'Removing' ? [...slices, ...formerSlice(observed)] : slices };
}

export function hasSelector({ service }: Observed): boolean {
  return Object.keys(service?.object.spec?.selector ?? {}).length > 0;
}

/** As it was seen: what has been written since is somebody's who takes its family for the Service's. */
function formerSlice({ counterpart }: Observed): Leftovers['slices'] {
  const { name, uid, resourceVersion, deletionTimestamp } = counterpart?.object.metadata ?? {};
  // Somebody's finalizer keeps it: to delete it once more with each reconcile does not help.
  if (deletionTimestamp !== undefined) return [];
  if (name === undefined || uid === undefined || resourceVersion === undefined) return [];
  return [{ name, uid, resourceVersion, managedBy: MANAGER }];
}

/**
 * The old active after a planned change, as long as it is there and selected; never the one that is published, and not
 * while that one is impaired, for the old one may be needed.
 */
export function demotionOf({ valid, pods }: Observed, { ledger, impairment }: Step): PodIdentity | undefined {
  const { from, holder, demote, intent, cause } = ledger;
  const isWanted = demote && impairment === undefined && valid?.spec.handover.demotedPod === 'Delete';
  // A record may have been written by anybody who may write slices: it names no pod that we do not know by both names.
  if (!isWanted || intent !== 'Serving' || cause === undefined || !isPlanned(cause)) return undefined;
  const known = pods.find(({ metadata, terminating }) => metadata.uid === from?.uid && !terminating);
  const isOther = known?.metadata.uid !== holder?.uid && known?.metadata.name === from?.name;
  return known !== undefined && isOther ? identityOf(known) : undefined;
}
