// Measures `election.preemption`: since when a better pod than the active has been eligible. Only the best pod
// counts. After a switchover there is no preemption until the next failover.
import type { Candidate } from './candidate.ts';
import type { PodTimer } from './electionState.ts';
import type { ElectionInput } from './electionInput.ts';
import { dueOf, timerSince } from './timer.ts';

export interface Preemption {
  readonly candidate: Candidate;
  readonly timer: PodTimer;
  /** Monotonic time in milliseconds. */
  readonly dueMonotonicMs: number;
}

export function nextPreemption(input: ElectionInput, candidates: readonly Candidate[]): Preemption | undefined {
  const { policy, ledger } = input;
  const isOn = policy.preemption === 'HigherPriority' && policy.order === 'Priority' && !policy.paused;
  if (!isOn || ledger.intent !== 'Serving' || ledger.cause === 'Switchover') return undefined;
  const active = candidates.find(({ pod }) => pod.metadata.uid === ledger.holder?.uid);
  const [best] = candidates;
  if (best === undefined || !isBetter(best, active)) return undefined;
  const timer = timerOf(best.pod.metadata.uid, input);
  return { candidate: best, timer, dueMonotonicMs: dueOf(timer, policy.preemptionDelayMs) };
}

/** False when the priority of the active is unknown. */
export function isBetter(best: Candidate, active: Candidate | undefined): boolean {
  if (!best.eligible || best.isLastChoice) return false;
  return active?.priority !== undefined && best.priority !== undefined && best.priority > active.priority;
}

function timerOf(uid: string, { electionState, reported, noticedMs, now }: ElectionInput): PodTimer {
  if (electionState.preemption?.uid === uid) return electionState.preemption;
  const sinceMs = reported?.preemption?.uid === uid ? reported.preemption.sinceMs : noticedMs;
  return { uid, ...timerSince(sinceMs, now) };
}
