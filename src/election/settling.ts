// Measures `election.minReady`: a pod is eligible only after it has been ready for that long.
import type { ElectionState } from './electionState.ts';
import type { Now } from './now.ts';
import type { ElectionInput } from './electionInput.ts';
import { continuedTimer, dueOf, type Timer } from './timer.ts';

/** Timers of all pods that are ready now; the timers of other pods are dropped. */
export function nextSettling({ pods, policy, electionState, now }: ElectionInput): ElectionState['settling'] {
  if (policy.minReadyMs === 0) return {};
  const ready = pods.filter(({ readySinceMs }) => readySinceMs !== undefined);
  return Object.fromEntries(
    ready.map(({ metadata: { uid }, readySinceMs = 0, settlingSinceMs = readySinceMs }) => [
      uid,
      continuedTimer(electionState.settling[uid], settlingSinceMs, now),
    ]),
  );
}

export function isSettled(timer: Timer | undefined, minReadyMs: number, now: Now): boolean {
  return timer === undefined || dueOf(timer, minReadyMs) <= now.monotonicMs;
}
