// How long is an impaired active still tolerated? For `failover.delay` since it was first seen impaired, and until
// `failover.cooldown` has passed since the last automatic election.
import type { Ledger } from './ledger.ts';
import type { PodTimer } from './memory.ts';
import type { Observation } from './observation.ts';
import { continuedTimer, dueOf, timerSince, type Timer } from './timer.ts';

export interface FailoverTimer {
  readonly pending: PodTimer;
  /** Monotonic time in milliseconds. */
  readonly dueMonotonicMs: number;
}

/** Goes on with the timer of this process, else with the one that status reports, else starts a new one. */
export function nextFailoverTimer(observation: Observation): FailoverTimer | undefined {
  const { ledger, memory, policy } = observation;
  const uid = ledger.holder?.uid;
  if (uid === undefined) return undefined;
  const pending = memory.pending?.uid === uid ? memory.pending : started(uid, observation);
  const cooldown = nextCooldown(ledger, observation);
  const restMs = cooldown === undefined ? -Infinity : dueOf(cooldown, policy.cooldownMs);
  return { pending, dueMonotonicMs: Math.max(dueOf(pending, policy.delayMs), restMs) };
}

function started(uid: string, { reported, noticedMs, now }: Observation): PodTimer {
  return { uid, ...timerSince(reported?.failoverSinceMs ?? noticedMs, now) };
}

/** Runs whether or not anything is wrong, so that a clock that jumps meanwhile moves nothing. */
export function nextCooldown({ automaticMs }: Ledger, { memory, policy, now }: Observation): Timer | undefined {
  const isOn = policy.cooldownMs > 0 && automaticMs !== undefined;
  return isOn ? continuedTimer(memory.cooldown, automaticMs, now) : undefined;
}
