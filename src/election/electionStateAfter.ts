// Computes the election state that the next step needs.
import { nextCooldown } from './cooldown.ts';
import { isWaiting, type Draft } from './draft.ts';
import { nextDrain } from './draining.ts';
import type { ElectionState } from './electionState.ts';
import type { ElectionInput } from './electionInput.ts';
import { stateOf, type SwitchoverVerdict } from './switchoverRequest.ts';

export function electionStateAfter(
  input: ElectionInput,
  draft: Draft,
  verdict: SwitchoverVerdict | undefined,
): ElectionState {
  const { ledger, settling, failover, preemption } = draft;
  const waits = isWaiting(input, draft);
  return {
    settling,
    pending: waits ? failover?.pending : undefined,
    cooldown: nextCooldown(ledger, input),
    preemption: waits ? preemption?.timer : undefined,
    drain: nextDrain(ledger, input)?.timer,
    answered: verdict !== undefined && stateOf(verdict) !== 'Pending' ? verdict : undefined,
  };
}
