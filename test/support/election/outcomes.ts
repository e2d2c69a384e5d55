// Outcomes of reconciles, computed by the real state machine from its inputs.
import type { Outcome } from '../../../src/desired/outcome.ts';
import type { ElectionInput } from '../../../src/election/electionInput.ts';
import { step } from '../../../src/election/step.ts';
import { START_MS } from './pods.ts';

export function outcomeOf(before: ElectionInput, change: Partial<Outcome> = {}): Outcome {
  const decided = step(before);
  const { ledger, switchover } = decided;
  return {
    generation: 1,
    serviceName: 'orders',
    pausedBySpec: before.policy.paused,
    step: decided,
    ledger,
    isRecorded: true,
    isServiceAsDesired: true,
    holder: before.pods.find(({ metadata }) => metadata.uid === ledger.holder?.uid),
    problems: [],
    requestID: before.switchover.request?.requestID,
    switchover,
    atMs: START_MS,
    ...change,
  };
}
