// Measures `failover.cooldown`: the time since the last automatic election.
import type { Ledger } from './ledger.ts';
import type { ElectionInput } from './electionInput.ts';
import { continuedTimer, type Timer } from './timer.ts';

/** Runs even while the active is healthy, so that a jump of the wall clock does not change it. */
export function nextCooldown(
  { automaticMs }: Ledger,
  { electionState, policy, now }: ElectionInput,
): Timer | undefined {
  const isOn = policy.cooldownMs > 0 && automaticMs !== undefined;
  return isOn ? continuedTimer(electionState.cooldown, automaticMs, now) : undefined;
}
