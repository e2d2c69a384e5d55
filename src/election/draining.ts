// Measures the drain of `handover.strategy: BreakBeforeMake`: no pod is published while the old active finishes its
// connections.
import type { Ledger } from './ledger.ts';
import type { ElectionInput } from './electionInput.ts';
import { continuedTimer, dueOf, type Timer } from './timer.ts';

export interface Drain {
  readonly timer: Timer;
  /** Monotonic time in milliseconds. */
  readonly dueMonotonicMs: number;
}

/** Undefined while no pod is drained. The length is the recorded one: the spec may have changed since. */
export function nextDrain(ledger: Ledger, { electionState, now }: ElectionInput): Drain | undefined {
  const { intent, electedMs = 0, drainDeadlineMs = electedMs } = ledger;
  if (intent !== 'Draining') return undefined;
  const timer = continuedTimer(electionState.drain, electedMs, now);
  return { timer, dueMonotonicMs: dueOf(timer, drainDeadlineMs - electedMs) };
}
