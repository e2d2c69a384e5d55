// Translates what is observed into the input of the election's state machine.
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

/** What a reconcile may write. Paused by the spec: only ends what was begun. Blocked by a problem: elects nothing. */
export type Authority = 'Full' | 'Paused' | 'Blocked';

type Evidence = Pick<Observed, 'slice' | 'status' | 'service' | 'reconcileState'>;

/** Decides which ledger holds. Called once per reconcile, since it parses the slice's annotation. */
export function resolutionOf(evidence: Evidence): LedgerResolution {
  return resolveLedger(evidenceOf(evidence));
}

function evidenceOf(observed: Evidence): LedgerEvidence {
  const { term, termHolderUID: uid, active } = observed.status;
  const reported = active?.podUID === uid ? (active?.podName ?? '') : '';
  // Any client that may write the status may have written it.
  const name = isSubdomain(reported) ? reported : '';
  return {
    slice: ownSlice(observed),
    // With a term in the status the slice is ours, and another client removed its owner reference.
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
    // Without a family the pods' addresses are unknown, and missing data never elects or withdraws.
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

/** For an invalid spec; no pod is elected by it. */
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
  const { state, requestID: reportedID, handledRequestIDs = [] } = status.switchover ?? {};
  return {
    request: requestID === undefined ? undefined : { requestID, targetPod, notBeforeMs: toMoment(notBefore) },
    endedRequestID: state === undefined || state === 'Pending' ? undefined : reportedID,
    handledRequestIDs,
  };
}

/** In ms since the epoch; Infinity for what is no timestamp. */
function toMoment(notBefore: string | undefined): number | undefined {
  return notBefore === undefined ? undefined : (fromTimestamp(notBefore) ?? Infinity);
}

/** Timers in the status; only those of the same term, since another term's are about another pod. */
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
