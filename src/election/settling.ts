// `election.minReady`: a pod is a candidate only after it has been ready for that long.
import type { Memory } from './memory.ts';
import type { Now } from './now.ts';
import type { Observation } from './observation.ts';
import { continuedTimer, dueOf, type Timer } from './timer.ts';

/** Timers for all pods that are ready now; those of others are dropped. */
export function nextSettling({ pods, policy, memory, now }: Observation): Memory['settling'] {
  if (policy.minReadyMs === 0) return {};
  const ready = pods.filter(({ readySinceMs }) => readySinceMs !== undefined);
  return Object.fromEntries(
    ready.map(({ metadata: { uid }, readySinceMs = 0, settlingSinceMs = readySinceMs }) => [
      uid,
      continuedTimer(memory.settling[uid], settlingSinceMs, now),
    ]),
  );
}

export function isSettled(timer: Timer | undefined, minReadyMs: number, now: Now): boolean {
  return timer === undefined || dueOf(timer, minReadyMs) <= now.monotonicMs;
}
