// `election.minReady`: a pod is a candidate only after it has been ready for that long.
import type { Memory, SettlingAnchor } from './memory.ts';
import type { Now } from './observation.ts';
import type { PodView } from './podView.ts';

/** Anchors for all pods that are ready now; those of others are dropped. */
export function nextSettling(
  pods: readonly PodView[],
  minReadyMs: number,
  { memory, now }: { memory: Memory; now: Now },
): Memory['settling'] {
  if (minReadyMs === 0) return {};
  const anchors: Record<string, SettlingAnchor> = {};
  for (const pod of pods) {
    const { uid } = pod.metadata;
    if (pod.readySinceMs !== undefined) {
      anchors[uid] =
        kept(memory.settling[uid], pod.readySinceMs, minReadyMs) ?? anchored(pod.readySinceMs, minReadyMs, now);
    }
  }
  return anchors;
}

function kept(
  anchor: SettlingAnchor | undefined,
  readySinceMs: number,
  minReadyMs: number,
): SettlingAnchor | undefined {
  return anchor?.readySinceMs === readySinceMs && anchor.minReadyMs === minReadyMs ? anchor : undefined;
}

function anchored(readySinceMs: number, minReadyMs: number, now: Now): SettlingAnchor {
  const remainingMs = Math.min(Math.max(readySinceMs + minReadyMs - now.wallMs, 0), minReadyMs);
  return { readySinceMs, minReadyMs, dueMonotonicMs: now.monotonicMs + remainingMs };
}

export function isSettled(anchor: SettlingAnchor | undefined, now: Now): boolean {
  return anchor === undefined || anchor.dueMonotonicMs <= now.monotonicMs;
}
