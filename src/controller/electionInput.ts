// What does an election need to know? Taken from what is observed, in the machine's own words.
import { isCause } from '../api/causes.ts';
import { durationToMs } from '../api/duration.ts';
import { livingEndpoints } from '../desired/endpointSlice.ts';
import type { LedgerEvidence, LedgerResolution } from '../desired/ledgerResolution.ts';
import { namedPortsOf } from '../desired/targetPorts.ts';
import { fromTimestamp } from '../desired/timestamp.ts';
import { noNodes } from '../election/nodes.ts';
import type { Observation, ReportedFailover } from '../election/observation.ts';
import type { Policy } from '../election/policy.ts';
import { ownSlice, type Observed } from './observed.ts';

export function evidenceOf(observed: Observed): LedgerEvidence {
  const { term, termHolderUID: uid, active } = observed.status;
  const name = active?.podUID === uid ? (active?.podName ?? '') : '';
  return {
    slice: ownSlice(observed),
    // With a term in the status it is our own, and somebody took its owner reference away.
    adopted: observed.slice?.claim === 'adoptable' && term === undefined,
    status: term === undefined ? undefined : { term, holder: uid === undefined ? undefined : { name, uid } },
    remembered: observed.recollection.ledger,
  };
}

export function observationOf(observed: Observed, resolution: LedgerResolution, handsOff: boolean): Observation {
  const { recollection, pods, podByUid, noticedMs, now } = observed;
  const slice = ownSlice(observed);
  const uid = resolution.ledger.holder?.uid;
  return {
    ...resolution,
    isListingAlive:
      slice === undefined || (slice.endpoints ?? []).length === 0 || livingEndpoints(slice, podByUid).length > 0,
    policy: policyOf(observed, handsOff),
    pods,
    holder: uid === undefined ? undefined : podByUid(uid),
    nodes: noNodes,
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
