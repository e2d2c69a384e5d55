// Plans the writes of a decision. `none` where the cluster is already as desired.
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

/** While paused: withdraws an address that is not its pod's any more, because another pod may get it. */
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
  // A damaged record stays until the pause ends: repairing it would give out a term.
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

/** With the UID, an apply never creates a Service and never changes one that replaced the observed one. */
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

/** Deletes the slice only as observed: a later write comes from a writer that still sees the old family. */
function formerSlice({ counterpart }: Observed): Leftovers['slices'] {
  const { name, uid, resourceVersion, deletionTimestamp } = counterpart?.object.metadata ?? {};
  // A finalizer keeps it: another delete does not help.
  if (deletionTimestamp !== undefined) return [];
  if (name === undefined || uid === undefined || resourceVersion === undefined) return [];
  return [{ name, uid, resourceVersion, managedBy: MANAGER }];
}

/**
 * The pod to delete after a planned handover: the old active, while it is selected and not terminating. Never the
 * published pod, and none while that one is impaired, since the old active may be needed.
 */
export function demotionOf({ valid, pods }: Observed, { ledger, impairment }: Step): PodIdentity | undefined {
  const { from, holder, demote, intent, cause } = ledger;
  const isWanted = demote && impairment === undefined && valid?.spec.handover.demotedPod === 'Delete';
  // Any client that may write slices may forge the ledger: both name and UID must match a selected pod.
  if (!isWanted || intent !== 'Serving' || cause === undefined || !isPlanned(cause)) return undefined;
  const known = pods.find(({ metadata, terminating }) => metadata.uid === from?.uid && !terminating);
  const isOther = known?.metadata.uid !== holder?.uid && known?.metadata.name === from?.name;
  return known !== undefined && isOther ? identityOf(known) : undefined;
}
