// What does an election need to know? Taken from what is observed, in the machine's own words.
import { durationToMs } from '../../api/duration.ts';
import { isSubdomain } from '../../api/nameSyntax.ts';
import { livingEndpoints } from '../../desired/endpointSlice.ts';
import { resolveLedger, type LedgerEvidence, type LedgerResolution } from '../../desired/ledgerResolution.ts';
import { namedPortsOf } from '../../desired/targetPorts.ts';
import { fromTimestamp } from '../../desired/timestamp.ts';
import type { ElectionInput, Reported, SwitchoverInput } from '../../election/electionInput.ts';
import type { Policy } from '../../election/policy.ts';
import { ownPriorityAnnotation } from '../../election/priority.ts';
import { ownSlice, type Observed } from './observed.ts';

/** May anything be changed? Paused: the spec says no, so that only what was begun is ended. Blocked: nothing can be. */
export type Authority = 'Full' | 'Paused' | 'Blocked';

type Evidence = Pick<Observed, 'slice' | 'status' | 'service' | 'reconcileState'>;

/** Which ledger holds: once in a reconcile, since it reads the slice's annotation. */
export function resolutionOf(evidence: Evidence): LedgerResolution {
  return resolveLedger(evidenceOf(evidence));
}

function evidenceOf(observed: Evidence): LedgerEvidence {
  const { term, termHolderUID: uid, active } = observed.status;
  const told = active?.podUID === uid ? (active?.podName ?? '') : '';
  // Anybody who may write the status may have written it.
  const name = isSubdomain(told) ? told : '';
  return {
    slice: ownSlice(observed),
    // With a term in the status it is our own, and somebody took its owner reference away.
    adopted: observed.slice?.claim === 'adoptable' && term === undefined,
    status: term === undefined ? undefined : { term, holder: uid === undefined ? undefined : { name, uid } },
    lastSeen: observed.reconcileState.ledger,
    mayHavePast: observed.service !== undefined && observed.reconcileState.past !== 'None',
  };
}

export function electionInputOf(observed: Observed, resolution: LedgerResolution, authority: Authority): ElectionInput {
  const { reconcileState, pods, podsByUid, noticedMs, now } = observed;
  const slice = ownSlice(observed);
  const uid = resolution.ledger.holder?.uid;
  return {
    ...resolution,
    isListingAlive:
      slice === undefined || (slice.endpoints ?? []).length === 0 || livingEndpoints(slice, podsByUid).length > 0,
    // Missing data never promotes, rejects or empties: which address is meant.
    electionsBlocked: resolution.electionsBlocked || authority === 'Blocked' || observed.family === undefined,
    policy: policyOf(observed, authority !== 'Full'),
    switchover: switchoverOf(observed),
    pods,
    holder: uid === undefined ? undefined : podsByUid.get(uid),
    nodes: observed.nodes,
    reported: reconcileState.isFirst ? reportedTimers(observed, resolution.ledger.term) : undefined,
    electionState: reconcileState.electionState,
    noticedMs,
    now,
  };
}

function policyOf({ valid, family, owner }: Observed, paused: boolean): Policy {
  const known = { paused, family, ownPriorityAnnotation: ownPriorityAnnotation(owner.name) };
  if (valid === undefined) return { ...invalidSpecPolicy, ...known };
  const { election, failover, handover, fencedPods = [] } = valid.spec;
  return {
    ...known,
    namedPorts: namedPortsOf(valid),
    fencedPods,
    order: election.order,
    preemption: election.preemption,
    preemptionDelayMs: durationToMs(election.preemptionDelay),
    minReadyMs: durationToMs(election.minReady),
    mode: failover.mode,
    delayMs: durationToMs(failover.delay),
    cooldownMs: durationToMs(failover.cooldown),
    noCandidate: failover.noCandidate,
    nodeFailure: failover.nodeFailure,
    strategy: handover.strategy,
    drainTimeoutMs: durationToMs(handover.drainTimeout),
    demotedPod: handover.demotedPod,
  };
}

/** Of an object that cannot be understood; nobody is elected by it. */
const invalidSpecPolicy: Omit<Policy, 'paused' | 'family' | 'ownPriorityAnnotation'> = {
  namedPorts: [],
  fencedPods: [],
  order: 'OldestReady',
  preemption: 'Never',
  preemptionDelayMs: 0,
  minReadyMs: 0,
  mode: 'Manual',
  delayMs: 0,
  cooldownMs: 0,
  noCandidate: 'KeepLast',
  nodeFailure: 'PodReadiness',
  strategy: 'Replace',
  drainTimeoutMs: 0,
  demotedPod: 'Keep',
};

function switchoverOf({ valid, status }: Observed): SwitchoverInput {
  const { requestID, targetPod, notBefore } = valid?.spec.switchover ?? {};
  const { state, requestID: told, handledRequestIDs = [] } = status.switchover ?? {};
  return {
    request: requestID === undefined ? undefined : { requestID, targetPod, notBeforeMs: toMoment(notBefore) },
    endedRequestID: state === undefined || state === 'Pending' ? undefined : told,
    handledRequestIDs,
  };
}

/** What cannot be read as a time is never reached. */
function toMoment(notBefore: string | undefined): number | undefined {
  return notBefore === undefined ? undefined : (fromTimestamp(notBefore) ?? Infinity);
}

/** Only of the same term: another's are about another pod. */
function reportedTimers({ status }: Observed, term: number): Reported | undefined {
  if (status.term !== term) return undefined;
  const { podUID: uid, eligibleTime } = status.preemption ?? {};
  const sinceMs = fromTimestamp(eligibleTime);
  const failoverSinceMs = fromTimestamp(status.failover?.detectedTime);
  const isNotReady = status.failover?.cause === 'PodNotReady';
  return {
    failover: failoverSinceMs === undefined ? undefined : { sinceMs: failoverSinceMs, isNotReady },
    preemption: uid === undefined || sinceMs === undefined ? undefined : { uid, sinceMs },
  };
}
