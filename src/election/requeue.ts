// When must the election be looked at again if nothing happens before? In monotonic milliseconds.
import { isUnchanged, isWaiting, type Draft } from './draft.ts';
import { nextDrain } from './draining.ts';
import type { Observation } from './observation.ts';
import { dueOf } from './timer.ts';

/** A scheduled switchover waits for the wall clock, which may jump: it is looked at this often at least. */
const LOOK_AGAIN_MS = 30_000;

export function requeueAt(observation: Observation, draft: Draft): number | undefined {
  const { monotonicMs } = observation.now;
  const waiting = isWaiting(observation, draft) ? waitingFor(observation, draft) : [];
  const future = [...settlingEnds(observation, draft), ...waiting].filter((deadline) => deadline > monotonicMs);
  const drain = isUnchanged(observation, draft) ? [] : drainEnd(observation, draft);
  const all = [...future, ...drain];
  return all.length === 0 ? undefined : Math.min(...all);
}

/** What has just begun to be drained is published first, even if it is over at once. */
function drainEnd(observation: Observation, { ledger }: Draft): readonly number[] {
  const drain = nextDrain(ledger, observation);
  return drain === undefined ? [] : [Math.max(drain.dueMonotonicMs, observation.now.monotonicMs)];
}

function settlingEnds({ policy }: Observation, { settling }: Draft): readonly number[] {
  return Object.values(settling).map((timer) => dueOf(timer, policy.minReadyMs));
}

function waitingFor(observation: Observation, draft: Draft): readonly number[] {
  const { failover, preemption, drain } = draft;
  return [
    failover?.dueMonotonicMs,
    preemption?.dueMonotonicMs,
    drain?.dueMonotonicMs,
    holdEnd(observation),
    scheduled(observation, draft),
  ].filter((deadline) => deadline !== undefined);
}

/** Of interest only to those whose pods it concerns. */
function holdEnd({ nodes }: Observation): number | undefined {
  const isConcerned = [...nodes.byName.values()].some(({ state }) => state !== 'Healthy');
  return isConcerned ? nodes.heldUntilMonotonicMs : undefined;
}

function scheduled({ switchover: { request }, now }: Observation, draft: Draft): number | undefined {
  if (draft.switchover.verdict?.reason !== 'Scheduled') return undefined;
  return now.monotonicMs + Math.min((request?.notBeforeMs ?? 0) - now.wallMs, LOOK_AGAIN_MS);
}
