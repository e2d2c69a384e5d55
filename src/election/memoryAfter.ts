// What of a step must be remembered for the next one?
import type { Draft } from './draft.ts';
import { nextDrain } from './draining.ts';
import { nextCooldown } from './failoverTimer.ts';
import type { Memory } from './memory.ts';
import type { Observation } from './observation.ts';
import { stateOf, type SwitchoverVerdict } from './switchoverRequest.ts';

export function memoryAfter(observation: Observation, draft: Draft, verdict: SwitchoverVerdict | undefined): Memory {
  const { ledger, phase, settling, failover, preemption } = draft;
  const isWaiting = ledger === observation.ledger && phase !== 'Paused';
  return {
    settling,
    pending: isWaiting ? failover?.pending : undefined,
    cooldown: nextCooldown(ledger, observation),
    preemption: isWaiting ? preemption?.timer : undefined,
    drain: nextDrain(ledger, observation)?.timer,
    answered: verdict !== undefined && stateOf(verdict) !== 'Pending' ? verdict : undefined,
  };
}
