// Finds the pods of the newest revision of their workload. A rollout replaces the others next, so that electing one
// of them would cause another failover. The newest revision is the one of the latest created pod, also after a
// rollback.
import { CONTROLLER_REVISION_HASH_LABEL, POD_TEMPLATE_HASH_LABEL } from '../api/names.ts';
import type { PodView } from './podView.ts';

export interface Revision {
  has(pod: PodView): boolean;
}

/** When the first and the last pod of a revision were created, in milliseconds since the epoch. */
interface Span {
  readonly hash: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Undefined when a pod has no revision, or the pods belong to two kinds of workload. */
export function newestRevision(pods: readonly PodView[]): Revision | undefined {
  const label = [POD_TEMPLATE_HASH_LABEL, CONTROLLER_REVISION_HASH_LABEL].find((key) =>
    pods.every(({ metadata }) => metadata.labels[key] !== undefined),
  );
  if (label === undefined) return undefined;
  const hashOf = ({ metadata }: PodView) => metadata.labels[label];
  const [newest] = spansOf(pods, hashOf).toSorted(newerFirst);
  return newest && { has: (pod) => hashOf(pod) === newest.hash };
}

function spansOf(pods: readonly PodView[], hashOf: (pod: PodView) => string | undefined): readonly Span[] {
  const spans = new Map<string, Span>();
  for (const pod of pods) {
    const { createdMs } = pod;
    const hash = hashOf(pod) ?? '';
    const { firstMs, lastMs } = spans.get(hash) ?? { firstMs: createdMs, lastMs: createdMs };
    spans.set(hash, { hash, firstMs: Math.min(firstMs, createdMs), lastMs: Math.max(lastMs, createdMs) });
  }
  return [...spans.values()];
}

/** Times are whole seconds. On a tie the later first pod decides, then the greater hash. */
function newerFirst(a: Span, b: Span): number {
  return b.lastMs - a.lastMs || b.firstMs - a.firstMs || (a.hash < b.hash ? 1 : -1);
}
