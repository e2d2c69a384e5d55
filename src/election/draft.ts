// The machine's working copy of one step. It begins as what was observed and ends as the decision;
// nothing outside of a step ever sees one.
import type { Cause } from '../api/causes.ts';
import type { Phase } from '../api/phases.ts';
import { compareCandidates, toCandidate, type Candidate } from './candidate.ts';
import { impairmentOf, type Impairment } from './impairment.ts';
import type { Ledger } from './ledger.ts';
import type { Memory, PendingFailover } from './memory.ts';
import type { Observation } from './observation.ts';
import { nextPending } from './pending.ts';
import { isSettled, nextSettling } from './settling.ts';

export interface Draft {
  phase: Phase;
  ledger: Ledger;
  /** Why the published pod is being replaced; set on the way into FailingOver. */
  cause: Cause;
  hops: number;
  /** Names of the rules that fired, in order. */
  readonly fired: string[];
  readonly candidates: readonly Candidate[];
  readonly settling: Memory['settling'];
  /** Of the pod that was published when the step began; undefined when it serves as it should. */
  readonly impairment: Impairment | undefined;
  readonly pending: PendingFailover | undefined;
}

export function draftOf(observation: Observation): Draft {
  const settling = nextSettling(observation.pods, observation.policy.minReadyMs, observation);
  const settled = (uid: string) => isSettled(settling[uid], observation.now);
  const impairment = observation.ledger.intent === 'Serving' ? impairmentOf(observation) : undefined;
  return {
    phase: rehydratedPhase(observation),
    ledger: observation.ledger,
    cause: impairment?.cause ?? (observation.ledger.term === 0 ? 'Initial' : 'CandidateAvailable'),
    hops: 0,
    fired: [],
    candidates: observation.pods
      .map((pod) => toCandidate(pod, observation.policy, settled(pod.metadata.uid)))
      .toSorted(compareCandidates),
    settling,
    impairment,
    pending: impairment && nextPending(impairment, observation),
  };
}

/** The phase in status is output only: what the ledger records decides where the machine starts. */
function rehydratedPhase({ ledger }: Observation): Phase {
  return ledger.intent === 'Serving' ? 'Active' : 'Vacant';
}
