// Who takes over after draining: the target, else the next best, else the old pod itself? And when?
import type { Candidate } from './candidate.ts';
import type { Draft } from './draft.ts';
import type { Impairment } from './impairment.ts';
import type { ElectionInput } from './electionInput.ts';
import { isBetter } from './preemption.ts';

/** Undefined when nobody is left. */
export function drainSuccessor(draft: Draft): Candidate | undefined {
  const { target } = draft.ledger;
  const ahead = draft.candidates.filter((candidate) => isAhead(draft, candidate));
  const targeted = ahead.find(({ pod }) => pod.metadata.uid === target?.uid);
  return targeted ?? ahead[0] ?? returning(draft);
}

/** A preemption is made for a better pod only; other changes are made to have another one. */
function isAhead(draft: Draft, candidate: Candidate): boolean {
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

/** It was active until now, and goes on as long as it could have stayed, be it that nobody would elect it anew. */
function returning(draft: Draft): Candidate | undefined {
  return draft.impairments.every(isTolerable) ? drainedPod(draft) : undefined;
}

function isTolerable({ urgency }: Impairment): boolean {
  return urgency === 'handover' || urgency === 'held';
}

/** Nothing is left to wait for. */
export function isDrained(input: ElectionInput, draft: Draft): boolean {
  return isTimeOver(input, draft) || hasOldPodFailed(draft) || isNobodyAhead(draft);
}

function isTimeOver({ now }: ElectionInput, { drain }: Draft): boolean {
  return drain === undefined || drain.dueMonotonicMs <= now.monotonicMs;
}

/** It serves nobody any more. One that terminates may still end what it was sent. */
function hasOldPodFailed({ impairments }: Draft): boolean {
  return !impairments.every((impairment) => isTolerable(impairment) || impairment.urgency === 'whenReplaced');
}

function isNobodyAhead(draft: Draft): boolean {
  const next = drainSuccessor(draft);
  return next === undefined || isDrainedPod(draft, next);
}
