// decide: what is to be done? Pure: the same observation gives the same decision, and an unchanged world none.
import { durationToMs } from '../api/duration.ts';
import { desiredSlice, isSameSlice, withoutStrangers } from '../desired/endpointSlice.ts';
import { listedAddresses, type EndpointSlice } from '../desired/ledgerRecord.ts';
import { resolveLedger, type LedgerResolution } from '../desired/ledgerResolution.ts';
import type { Problem } from '../desired/outcome.ts';
import { desiredService } from '../desired/service.ts';
import { driftOf } from '../desired/serviceDrift.ts';
import { namedPortsOf } from '../desired/targetPorts.ts';
import { fromTimestamp } from '../desired/timestamp.ts';
import { isCause } from '../api/causes.ts';
import { isAddressAlive } from '../election/impairment.ts';
import type { Observation, ReportedFailover } from '../election/observation.ts';
import type { Policy } from '../election/policy.ts';
import { step, type Step } from '../election/step.ts';
import type { Decision, Leftovers, ServiceWrite, SliceWrite } from './decision.ts';
import type { Observed } from './observed.ts';
import { isLeftover, isMirrored, problemsOf } from './problems.ts';

export function decide(observed: Observed): Decision {
  const problems = problemsOf(observed);
  const handsOff = isHandsOff(observed, problems);
  const resolution = resolveLedger(evidenceOf(observed));
  const observation = observationOf(observed, resolution, handsOff);
  const decided = step(observation);
  const slice = handsOff ? withdrawal(observed, observation, decided) : publication(observed, decided);
  const wasRecorded = ownSlice(observed) !== undefined && !resolution.isDamaged;
  return {
    step: decided,
    slice,
    service: handsOff ? { kind: 'none' } : serviceWrite(observed),
    leftovers: handsOff ? { examineEndpoints: false, slices: [] } : leftoversOf(observed),
    problems: resolution.electionsHeld ? [...problems, lagging] : problems,
    before: resolution.ledger,
    wasRecorded,
    willBeRecorded: wasRecorded || slice.kind !== 'none',
  };
}

const lagging: Problem = {
  reason: 'StatusLagsLedger',
  message: 'No election until the status, which is 100 terms behind the EndpointSlice, can be written again.',
  blocking: false,
};

function isHandsOff({ valid }: Observed, problems: readonly Problem[]): boolean {
  return valid === undefined || valid.spec.paused || problems.some(({ blocking }) => blocking);
}

/** A slice that belongs to somebody else is no evidence of anything. */
function ownSlice({ slice }: Observed): EndpointSlice | undefined {
  return slice?.claim === 'ours' || slice?.claim === 'adoptable' ? slice.object : undefined;
}

function evidenceOf(observed: Observed) {
  const { term, termHolderUID: uid, active } = observed.status;
  const name = active?.podUID === uid ? (active?.podName ?? '') : '';
  return {
    slice: ownSlice(observed),
    adopted: observed.slice?.claim === 'adoptable',
    status: term === undefined ? undefined : { term, holder: uid === undefined ? undefined : { name, uid } },
    remembered: observed.recollection.ledger,
  };
}

function observationOf(observed: Observed, resolution: LedgerResolution, handsOff: boolean): Observation {
  const { recollection, pods, podByUid, noticedMs, now } = observed;
  const slice = ownSlice(observed);
  const uid = resolution.ledger.holder?.uid;
  return {
    ...resolution,
    listedAddress: slice && listedAddresses(slice)[0],
    policy: policyOf(observed, handsOff),
    pods,
    holder: uid === undefined ? undefined : podByUid(uid),
    reported: recollection.isFirst ? reportedFailover(observed, resolution.ledger.term) : undefined,
    memory: recollection.memory,
    noticedMs,
    now,
  };
}

function policyOf({ valid, family }: Observed, paused: boolean): Policy {
  if (valid === undefined)
    return { paused, family, namedPorts: [], minReadyMs: 0, delayMs: 0, noCandidate: 'KeepLast' };
  const { election, failover } = valid.spec;
  return {
    paused,
    family,
    namedPorts: namedPortsOf(valid),
    minReadyMs: durationToMs(election.minReady),
    delayMs: durationToMs(failover.delay),
    noCandidate: failover.noCandidate,
  };
}

/** Only of the same term: another's is about another pod. */
function reportedFailover({ status }: Observed, term: number): ReportedFailover | undefined {
  const { cause, detectedTime, delayMilliseconds = 0 } = status.failover ?? {};
  const detectedMs = fromTimestamp(detectedTime);
  if (status.term !== term || detectedMs === undefined || !isCause(cause)) return undefined;
  return { cause, detectedMs, delayMs: delayMilliseconds };
}

function publication(observed: Observed, { ledger }: Step): SliceWrite {
  const { valid: asvc, family, podByUid } = observed;
  const current = ownSlice(observed);
  if (asvc === undefined || family === undefined || (current === undefined && ledger.term === 0))
    return { kind: 'none' };
  const pod = ledger.holder && podByUid(ledger.holder.uid);
  const slice = desiredSlice({ asvc, family, ledger, pod, observed: current });
  if (current === undefined) return { kind: 'create', slice };
  return isSameSlice(current, slice) ? { kind: 'none' } : { kind: 'update', slice };
}

/** Hands off, but an address that no longer is the active's must not stay: it may be given to a stranger. */
function withdrawal(observed: Observed, observation: Observation, { ledger }: Step): SliceWrite {
  const current = ownSlice(observed);
  if (current === undefined || (current.endpoints ?? []).length === 0) return { kind: 'none' };
  const slice = withoutStrangers(current, ledger, isAddressAlive(observation));
  return slice === current ? { kind: 'none' } : { kind: 'update', slice };
}

function serviceWrite({ valid, service }: Observed): ServiceWrite {
  if (valid === undefined) return { kind: 'none' };
  const desired = desiredService(valid);
  if (service === undefined) return { kind: 'create', service: desired };
  const { removals, needsApply } = driftOf(service.object, desired);
  if (removals.length === 0 && !needsApply) return { kind: 'none' };
  return { kind: 'mend', service: withUid(desired, service.object.metadata?.uid), removals, needsApply };
}

/** With the UID an apply never creates, and never touches a successor of the Service that was judged. */
function withUid(service: ReturnType<typeof desiredService>, uid: string | undefined) {
  return uid === undefined ? service : { ...service, metadata: { ...service.metadata, uid } };
}

function leftoversOf({ otherSlices, service }: Observed): Leftovers {
  const slices = otherSlices.filter(isLeftover);
  const hadSelector = Object.keys(service?.object.spec?.selector ?? {}).length > 0;
  return { examineEndpoints: hadSelector || slices.length > 0 || otherSlices.some(isMirrored), slices };
}
