// What of a step must be remembered for the next one?
import { nextCooldown } from './cooldown.ts';
import { isWaiting, type Draft } from './draft.ts';
import { nextDrain } from './draining.ts';
import type { Memory } from './memory.ts';
import type { Observation } from './observation.ts';
import { stateOf, type SwitchoverVerdict } from './switchoverRequest.ts';

export function memoryAfter(observation: Observation, draft: Draft, verdict: SwitchoverVerdict | undefined): Memory {
  const { ledger, settling, failover, preemption } = draft;
  const waits = isWaiting(observation, draft);
  return {
    settling,
    pending: waits ? failover?.pending : undefined,
    cooldown: nextCooldown(ledger, observation),
    preemption: waits ? preemption?.timer : undefined,
    drain: nextDrain(ledger, observation)?.timer,
    answered: verdict !== undefined && stateOf(verdict) !== 'Pending' ? verdict : undefined,
  };
}
