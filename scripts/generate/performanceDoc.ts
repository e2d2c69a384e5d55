// Generates what docs/performance.md and the README say of a run of `make bench-peers`.
import { sentenceOfReadme } from '../../bench/peers/readme.ts';
import { tablesOf } from '../../bench/peers/render.ts';
import type { PeersResults } from '../../bench/peers/results.ts';
import type { Lists } from './markedText.ts';

/** By the path of the page: its lists, by the names of their markers. None while there are no results. */
export function performanceLists(text: string): ReadonlyMap<string, Lists> {
  if (text === '') return new Map();
  // The file is our own: its shape is not checked.
  const results: PeersResults = JSON.parse(text);
  return new Map<string, Lists>([
    ['docs/performance.md', { peers: `${tablesOf(results).join('\n\n')}\n` }],
    ['README.md', { figures: sentenceOfReadme(results) }],
  ]);
}
