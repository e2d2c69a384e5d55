// `handover.strategy: BreakBeforeMake`: how long may the old pod end what it was sent, while nobody is published?
import type { Ledger } from './ledger.ts';
import type { ElectionInput } from './electionInput.ts';
import { continuedTimer, dueOf, type Timer } from './timer.ts';

export interface Drain {
  readonly timer: Timer;
  /** Monotonic time in milliseconds. */
  readonly dueMonotonicMs: number;
}

/** Undefined while nothing is drained. The ledger says how long it takes: the spec may have changed since. */
export function nextDrain(ledger: Ledger, { electionState, now }: ElectionInput): Drain | undefined {
  const { intent, electedMs = 0, drainDeadlineMs = electedMs } = ledger;
  if (intent !== 'Draining') return undefined;
  const timer = continuedTimer(electionState.drain, electedMs, now);
  return { timer, dueMonotonicMs: dueOf(timer, drainDeadlineMs - electedMs) };
}
