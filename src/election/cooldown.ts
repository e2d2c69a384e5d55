// `failover.cooldown`: how long ago was the last election that nobody planned?
import type { Ledger } from './ledger.ts';
import type { ElectionInput } from './electionInput.ts';
import { continuedTimer, type Timer } from './timer.ts';

/** Runs whether or not anything is wrong, so that a clock that jumps meanwhile moves nothing. */
export function nextCooldown(
  { automaticMs }: Ledger,
  { electionState, policy, now }: ElectionInput,
): Timer | undefined {
  const isOn = policy.cooldownMs > 0 && automaticMs !== undefined;
  return isOn ? continuedTimer(electionState.cooldown, automaticMs, now) : undefined;
}
