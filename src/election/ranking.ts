// Ranks candidates in a total order, so that the result does not depend on the order in which pods are listed.
import type { Candidate } from './candidate.ts';
import type { PodView } from './podView.ts';
import type { Policy } from './policy.ts';
import { newestRevision, type Revision } from './revision.ts';

type Compare = (a: Candidate, b: Candidate) => number;

/**
 * Eligible pods first, last choices last; then, with `order: Priority`, by priority; then pods of the newest
 * revision, the longest ready, the oldest, the smallest UID. `pods` are all selected ones, for the newest revision.
 */
export function ranking({ order }: Policy, pods: readonly PodView[]): Compare {
  const byPriority: Compare = order === 'Priority' ? comparePriority : () => 0;
  const byRevision = revisionComparison(newestRevision(pods));
  return (a, b) =>
    Number(b.eligible) - Number(a.eligible) ||
    Number(a.isLastChoice) - Number(b.isLastChoice) ||
    byPriority(a, b) ||
    byRevision(a, b) ||
    readySince(a.pod) - readySince(b.pod) ||
    a.pod.createdMs - b.pod.createdMs ||
    compareText(a.pod.metadata.uid, b.pod.metadata.uid);
}

function comparePriority(a: Candidate, b: Candidate): number {
  return (b.priority ?? 0) - (a.priority ?? 0);
}

function revisionComparison(newest: Revision | undefined): Compare {
  if (newest === undefined) return () => 0;
  return (a, b) => Number(newest.has(b.pod)) - Number(newest.has(a.pod));
}

function readySince(pod: PodView): number {
  return pod.readySinceMs ?? Number.MAX_SAFE_INTEGER;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
