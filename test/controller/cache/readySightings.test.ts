import { describe, expect, test } from '@jest/globals';
import { ReadySightings } from '../../../src/controller/cache/readySightings.ts';
import type { PodView } from '../../../src/election/podView.ts';
import type { Change } from '../../../src/kube/cache/change.ts';
import { notReady, pod, readySince, START_MS } from '../../support/election/pods.ts';

const HOUR_MS = 3_600_000;
const now = { wallMs: START_MS };
const a = pod('a');

function added(object: PodView, source: 'watch' | 'list'): Change<PodView> {
  return { type: 'Added', object, source };
}

function after(...changes: readonly Change<PodView>[]): ReadySightings {
  const sightings = new ReadySightings();
  for (const change of changes) sightings.changed(change, now);
  return sightings;
}

describe('since when a pod has been ready', () => {
  test.each<[string, Change<PodView>, number]>([
    ['a watch reports an hour ago', added(readySince(a, START_MS - HOUR_MS), 'watch'), START_MS],
    ['a watch reports an hour from now', added(readySince(a, START_MS + HOUR_MS), 'watch'), START_MS],
    ['a watch reports this second', added(readySince(a, START_MS - 900), 'watch'), START_MS - 900],
    ['a list reports an hour ago', added(readySince(a, START_MS - HOUR_MS), 'list'), START_MS - HOUR_MS],
    ['a list reports an hour from now', added(readySince(a, START_MS + HOUR_MS), 'list'), START_MS],
    ['a list reports a time before its creation', added(readySince(a, START_MS - 3 * HOUR_MS), 'list'), a.createdMs],
  ])('%s', (_, change, expected) => {
    const { readySinceMs, settlingSinceMs = readySinceMs } = after(change).corrected(change.object);
    expect([settlingSinceMs, readySinceMs]).toEqual([expected, change.object.readySinceMs]);
  });

  test('stays when something else changes', () => {
    const behind = readySince(a, START_MS - HOUR_MS);
    const sightings = after(added(behind, 'watch'));
    const change = { type: 'Modified', object: behind, previous: behind, source: 'watch' } as const;
    sightings.changed(change, { wallMs: START_MS + 5000 });
    expect(sightings.corrected(behind).settlingSinceMs).toBe(START_MS);
  });
});

describe('no sighting is kept', () => {
  const behind = readySince(a, START_MS - HOUR_MS);
  test.each<[string, Change<PodView>]>([
    ['of a deleted pod', { type: 'Deleted', object: behind, source: 'watch' }],
    ['of one that is not ready', { type: 'Modified', object: notReady(a), previous: behind, source: 'watch' }],
    [
      'of one whose clock is right by now',
      { type: 'Modified', object: readySince(a, START_MS), previous: behind, source: 'watch' },
    ],
  ])('%s', (_, change) => {
    expect(after(added(behind, 'watch')).size).toBe(1);
    expect(after(added(behind, 'watch'), change).size).toBe(0);
  });
});
