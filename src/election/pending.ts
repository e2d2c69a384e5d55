// Predicts what happens unless something changes, for status and conditions.
import type { Cause } from '../api/causes.ts';
import type { Draft } from './draft.ts';
import type { ElectionInput } from './electionInput.ts';
import { identityOf, type PodIdentity } from './podView.ts';
import { successor } from './successor.ts';

/** Times in milliseconds since the epoch. */
export interface ExpectedFailover {
  readonly cause: Cause;
  readonly detectedMs: number;
  /** Undefined when the failover waits for an eligible pod, a person, or the end of a hold instead of a time. */
  readonly deadlineMs: number | undefined;
  /** The pod that would be elected now. */
  readonly to: PodIdentity | undefined;
}

export function pendingFailover(input: ElectionInput, draft: Draft): ExpectedFailover | undefined {
  const { failover, impairments } = draft;
  // The delay is measured for PodNotReady, and a new process continues from what the status says of it.
  const impairment = impairments.find(({ cause }) => cause === 'PodNotReady') ?? impairments[0];
  if (impairment === undefined || failover === undefined) return undefined;
  const { sinceMs: detectedMs, startMonotonicMs } = failover.pending;
  const { dueMonotonicMs } = failover;
  // After its deadline the failover waits for an eligible pod.
  const isAhead = dueMonotonicMs !== undefined && dueMonotonicMs > input.now.monotonicMs;
  const next = successor(input, draft);
  return {
    cause: impairment.cause,
    detectedMs,
    deadlineMs: isAhead ? detectedMs + dueMonotonicMs - startMonotonicMs : undefined,
    to: next && identityOf(next.pod),
  };
}

export interface ExpectedPreemption {
  readonly pod: PodIdentity;
  readonly sinceMs: number;
  readonly deadlineMs: number;
}

export function pendingPreemption({ policy }: ElectionInput, { preemption }: Draft): ExpectedPreemption | undefined {
  if (preemption === undefined) return undefined;
  const { candidate, timer } = preemption;
  const { sinceMs } = timer;
  return { pod: identityOf(candidate.pod), sinceMs, deadlineMs: sinceMs + policy.preemptionDelayMs };
}
