// `failover.cooldown`: how long ago was the last election that nobody planned?
import type { Ledger } from './ledger.ts';
import type { Observation } from './observation.ts';
import { continuedTimer, type Timer } from './timer.ts';

/** Runs whether or not anything is wrong, so that a clock that jumps meanwhile moves nothing. */
export function nextCooldown({ automaticMs }: Ledger, { memory, policy, now }: Observation): Timer | undefined {
  const isOn = policy.cooldownMs > 0 && automaticMs !== undefined;
  return isOn ? continuedTimer(memory.cooldown, automaticMs, now) : undefined;
}
