// Chooses the pod that takes over after draining (the target, else the next best, else the old pod itself) and
// decides when draining ends.
import type { Candidate } from './candidate.ts';
import type { Draft } from './draft.ts';
import type { Impairment } from './impairment.ts';
import type { ElectionInput } from './electionInput.ts';
import { isBetter } from './preemption.ts';

/** Undefined when no pod is left. */
export function drainSuccessor(draft: Draft): Candidate | undefined {
  const { target } = draft.ledger;
  const following = draft.candidates.filter((candidate) => mayFollow(draft, candidate));
  const targeted = following.find(({ pod }) => pod.metadata.uid === target?.uid);
  return targeted ?? following[0] ?? keptHolder(draft);
}

/** A preemption moves to a better pod only; every other planned change moves to any other eligible pod. */
function mayFollow(draft: Draft, candidate: Candidate): boolean {
  if (!candidate.eligible || isDrainedPod(draft, candidate)) return false;
  const old = drainedPod(draft);
  return draft.ledger.cause !== 'Preemption' || old?.eligible !== true || isBetter(candidate, old);
}

function drainedPod(draft: Draft): Candidate | undefined {
  return draft.candidates.find((candidate) => isDrainedPod(draft, candidate));
}

export function isDrainedPod({ ledger: { holder } }: Draft, { pod }: Candidate): boolean {
  return pod.metadata.uid === holder?.uid;
}

/** The old pod, if it could have stayed active. It need not be eligible for a new election. */
function keptHolder(draft: Draft): Candidate | undefined {
  return draft.impairments.every(isTolerable) ? drainedPod(draft) : undefined;
}

function isTolerable({ urgency }: Impairment): boolean {
  return urgency === 'handover' || urgency === 'held';
}

/** Draining ends: its time is over, the old pod has failed, or no other pod can take over. */
export function isDrained(input: ElectionInput, draft: Draft): boolean {
  return isTimeOver(input, draft) || hasOldPodFailed(draft) || hasNoOtherPod(draft);
}

function isTimeOver({ now }: ElectionInput, { drain }: Draft): boolean {
  return drain === undefined || drain.dueMonotonicMs <= now.monotonicMs;
}

/** The old pod serves no connections any more. A terminating pod may still finish its connections. */
function hasOldPodFailed({ impairments }: Draft): boolean {
  return !impairments.every((impairment) => isTolerable(impairment) || impairment.urgency === 'whenReplaced');
}

function hasNoOtherPod(draft: Draft): boolean {
  const next = drainSuccessor(draft);
  return next === undefined || isDrainedPod(draft, next);
}
