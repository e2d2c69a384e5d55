// Planted bugs in how revisions are distinguished: each would move the active once more in a rollout.
import type { Bug } from './bug.ts';

export const rolloutBugs: readonly Bug[] = [
  {
    name: 'revisions do not count',
    file: 'ranking.ts',
    search: 'byRevision(a, b) ||',
    replace: '',
  },
  {
    name: 'the revision counts more than the priority',
    file: 'ranking.ts',
    search: 'byPriority(a, b) ||\n    byRevision(a, b) ||',
    replace: 'byRevision(a, b) ||\n    byPriority(a, b) ||',
  },
  {
    name: 'revisions count where a pod has none',
    file: 'revision.ts',
    search: 'pods.every(',
    replace: 'pods.some(',
  },
  {
    name: 'the revision that began last is the newest, not the one that a pod was created of last',
    file: 'revision.ts',
    search: 'b.lastMs - a.lastMs ||',
    replace: '',
  },
];
