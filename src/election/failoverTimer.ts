// Measures how long an impaired active is tolerated: for `failover.delay` since it was first seen not ready, and
// until `failover.cooldown` has passed since the last automatic election.
import { nextCooldown } from './cooldown.ts';
import type { Impairment } from './impairment.ts';
import type { ImpairmentTimer } from './electionState.ts';
import type { ElectionInput } from './electionInput.ts';
import { dueOf, timerSince } from './timer.ts';

export interface FailoverTimer {
  readonly pending: ImpairmentTimer;
  /** Monotonic time in milliseconds; undefined when no impairment waits for a time. */
  readonly dueMonotonicMs: number | undefined;
}

/** Undefined while no pod is published, or the published one is healthy. */
export function nextFailoverTimer(input: ElectionInput, impairments: readonly Impairment[]): FailoverTimer | undefined {
  const { ledger, policy } = input;
  const uid = ledger.holder?.uid;
  if (uid === undefined || ledger.intent !== 'Serving' || impairments.length === 0) return undefined;
  const pending = nextPending(uid, input, impairments);
  if (impairments.every(({ urgency }) => urgency !== 'afterDelay')) return { pending, dueMonotonicMs: undefined };
  const cooldown = nextCooldown(ledger, input);
  const restMs = cooldown === undefined ? -Infinity : dueOf(cooldown, policy.cooldownMs);
  return { pending, dueMonotonicMs: Math.max(dueOf(pending, policy.delayMs), restMs) };
}

/**
 * Continues the timer of this process, else the one that the status reports, else starts a new one. An active that
 * becomes not ready gets its full delay, whatever was wrong before.
 */
function nextPending(uid: string, input: ElectionInput, impairments: readonly Impairment[]): ImpairmentTimer {
  const { electionState, reported, noticedMs, now } = input;
  const isNotReady = impairments.some(({ cause }) => cause === 'PodNotReady');
  const restarts = (timer: { readonly isNotReady: boolean }) => isNotReady && !timer.isNotReady;
  const running = electionState.pending?.uid === uid ? electionState.pending : undefined;
  if (running !== undefined && !restarts(running)) return running.isNotReady ? { ...running, isNotReady } : running;
  const saved = running === undefined ? reported?.failover : undefined;
  const sinceMs = saved === undefined || restarts(saved) ? noticedMs : saved.sinceMs;
  return { uid, isNotReady, ...timerSince(sinceMs, now) };
}
