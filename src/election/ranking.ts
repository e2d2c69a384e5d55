// Who comes first? A total order, so that it never matters in which order pods are told.
import type { Candidate } from './candidate.ts';
import type { PodView } from './podView.ts';
import type { Policy } from './policy.ts';

type Compare = (a: Candidate, b: Candidate) => number;

/** Eligible first, last choices last; with Priority the higher one; then the longest ready, the oldest, the smallest UID. */
export function ranking({ order }: Policy): Compare {
  const byPriority: Compare = order === 'Priority' ? comparePriority : () => 0;
  return (a, b) =>
    Number(b.eligible) - Number(a.eligible) ||
    Number(a.isLastChoice) - Number(b.isLastChoice) ||
    byPriority(a, b) ||
    readySince(a.pod) - readySince(b.pod) ||
    a.pod.createdMs - b.pod.createdMs ||
    compareText(a.pod.metadata.uid, b.pod.metadata.uid);
}

function comparePriority(a: Candidate, b: Candidate): number {
  return (b.priority ?? 0) - (a.priority ?? 0);
}

function readySince(pod: PodView): number {
  return pod.readySinceMs ?? Number.MAX_SAFE_INTEGER;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
