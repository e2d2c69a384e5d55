// The timer of a tolerated active: `failover.delay` counts from when it was first seen impaired.
import type { Impairment } from './impairment.ts';
import type { PendingFailover } from './memory.ts';
import type { Observation } from './observation.ts';

/** Goes on with the timer of this process, else with the one that status reports, else starts a new one. */
export function nextPending(impairment: Impairment, observation: Observation): PendingFailover | undefined {
  const uid = observation.ledger.holder?.uid;
  if (uid === undefined) return undefined;
  const { cause } = impairment;
  const { delayMs } = observation.policy;
  const running = observation.memory.pending;
  if (running?.uid === uid) return { ...running, cause, delayMs };
  return { uid, cause, delayMs, ...startOf(observation) };
}

/** After a restart the timer goes on where its wall-clock times say, but never for longer than its own length. */
function startOf({ reported, noticedMs, now }: Observation): Pick<PendingFailover, 'detectedMs' | 'anchorMonotonicMs'> {
  const detectedMs = reported?.detectedMs ?? noticedMs;
  const elapsedMs = Math.max(now.wallMs - detectedMs, 0);
  return { detectedMs, anchorMonotonicMs: now.monotonicMs - elapsedMs };
}

export function dueMonotonicMs(pending: PendingFailover): number {
  return pending.anchorMonotonicMs + pending.delayMs;
}
