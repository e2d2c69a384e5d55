// Computes when the election must be judged again if nothing changes before, in monotonic milliseconds.
import { isUnchanged, isWaiting, type Draft } from './draft.ts';
import { nextDrain } from './draining.ts';
import type { ElectionInput } from './electionInput.ts';
import { dueOf } from './timer.ts';

/** The longest wait for a scheduled switchover, which depends on the wall clock, and that may jump. */
const MAX_WAIT_MS = 30_000;

export function requeueAt(input: ElectionInput, draft: Draft): number | undefined {
  const { monotonicMs } = input.now;
  const waiting = isWaiting(input, draft) ? waitingFor(input, draft) : [];
  const future = [...settlingEnds(input, draft), ...waiting].filter((deadline) => deadline > monotonicMs);
  const drain = isUnchanged(input, draft) ? [] : drainEnd(input, draft);
  const all = [...future, ...drain];
  return all.length === 0 ? undefined : Math.min(...all);
}

/** Only after the step that begins a drain: that step is published first, even if the drain is over at once. */
function drainEnd(input: ElectionInput, { ledger }: Draft): readonly number[] {
  const drain = nextDrain(ledger, input);
  return drain === undefined ? [] : [Math.max(drain.dueMonotonicMs, input.now.monotonicMs)];
}

function settlingEnds({ policy }: ElectionInput, { settling }: Draft): readonly number[] {
  return Object.values(settling).map((timer) => dueOf(timer, policy.minReadyMs));
}

function waitingFor(input: ElectionInput, draft: Draft): readonly number[] {
  const { failover, preemption, drain } = draft;
  return [
    failover?.dueMonotonicMs,
    preemption?.dueMonotonicMs,
    drain?.dueMonotonicMs,
    holdEnd(input),
    scheduled(input, draft),
  ].filter((deadline) => deadline !== undefined);
}

/** Only objects with pods on an unhealthy node wait for the end of the hold. */
function holdEnd({ nodes }: ElectionInput): number | undefined {
  const isConcerned = [...nodes.byName.values()].some(({ state }) => state !== 'Healthy');
  return isConcerned ? nodes.heldUntilMonotonicMs : undefined;
}

function scheduled({ switchover: { request }, now }: ElectionInput, draft: Draft): number | undefined {
  if (draft.switchover.verdict?.reason !== 'Scheduled') return undefined;
  return now.monotonicMs + Math.min((request?.notBeforeMs ?? 0) - now.wallMs, MAX_WAIT_MS);
}
