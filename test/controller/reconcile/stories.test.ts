// Failovers as stories: time → fact → phase, active, term, and the number of writes of the slice.
import { describe, test } from '@jest/globals';
import {
  expectStory,
  failed,
  gone,
  moved,
  ready,
  recreated,
  respecified,
  restarted,
  sliceDeleted,
  terminating,
  together,
  unready,
} from '../../support/operator/story.ts';
import { World } from '../../support/operator/world.ts';

const keepLast = { failover: { noCandidate: 'KeepLast' } } as const;

describe('a failed active', () => {
  test.each([
    ['is not ready', unready('a')],
    ['is deleted', gone('a')],
    ['terminates', terminating('a')],
    ['has phase Failed', failed('a')],
  ])('that %s is replaced by one write, and does not become active again', (_, fact) => {
    expectStory(new World(), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, ready('b'), 'Active a@1, 0 writes'],
      [9, fact, 'Active b@2, 1 write'],
      [20, ready('c'), 'Active b@2, 0 writes'],
    ]);
  });

  test('that recovers stays a standby until it is needed', () => {
    expectStory(new World(), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, ready('b'), 'Active a@1, 0 writes'],
      [2, unready('a'), 'Active b@2, 1 write'],
      [3, ready('a'), 'Active b@2, 0 writes'],
      [4, unready('b'), 'Active a@3, 1 write'],
    ]);
  });

  test('that is recreated under the same name is another pod, in another term', () => {
    expectStory(new World(), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, recreated('a'), 'Active a@2, 1 write'],
    ]);
  });

  test('that has another address is followed in the same term', () => {
    expectStory(new World(), [
      [0, ready('a', 'b'), 'Active a@1, 1 write'],
      [1, moved('a'), 'Active a@1, 1 write'],
      [2, moved('b'), 'Active a@1, 0 writes'],
    ]);
  });

  test('is withdrawn when there is no candidate, and the next one is elected at once', () => {
    expectStory(new World(), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, unready('a'), 'Vacant -@1, 1 write'],
      [2, ready('b'), 'Active b@2, 1 write'],
    ]);
  });

  test('is kept by KeepLast until there is another candidate', () => {
    expectStory(new World(keepLast), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, unready('a'), 'Suspect a@1, 0 writes'],
      [2, terminating('a'), 'Suspect a@1, 0 writes'],
      [3, ready('b'), 'Active b@2, 1 write'],
    ]);
  });

  test('is not kept by KeepLast once its pod is gone', () => {
    expectStory(new World(keepLast), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, unready('a'), 'Suspect a@1, 0 writes'],
      [2, failed('a'), 'Vacant -@1, 1 write'],
    ]);
  });

  test('that terminates together with all others serves until its end, or until a new pod is ready', () => {
    expectStory(new World(), [
      [0, ready('a', 'b'), 'Active a@1, 1 write'],
      [1, terminating('a', 'b'), 'Suspect a@1, 0 writes'],
      [2, ready('c'), 'Active c@2, 1 write'],
      [3, terminating('c'), 'Suspect c@2, 0 writes'],
      [4, unready('c'), 'Vacant -@2, 1 write'],
    ]);
  });
});

describe('standbys', () => {
  test('may come, fail and go without a write', () => {
    expectStory(new World(), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, ready('b', 'c'), 'Active a@1, 0 writes'],
      [2, unready('b'), 'Active a@1, 0 writes'],
      [3, gone('c'), 'Active a@1, 0 writes'],
      [4, terminating('b'), 'Active a@1, 0 writes'],
    ]);
  });
});

describe('while paused', () => {
  test.each([
    ['paused', { paused: true }, { paused: false }],
    ['invalid', { selector: {} }, { selector: { matchLabels: { app: 'orders' } } }],
  ])('a %s object keeps its traffic until the pod is gone, and is judged again afterwards', (_, off, on) => {
    expectStory(new World(), [
      [0, ready('a', 'b'), 'Active a@1, 1 write'],
      [1, respecified(off), 'Paused a@1, 0 writes'],
      [2, unready('a'), 'Paused a@1, 0 writes'],
      [3, failed('a'), 'Paused -@1, 1 write'],
      [4, respecified(on), 'Active b@2, 1 write'],
    ]);
  });

  test('a pod with a changed address is withdrawn, because another pod may have the listed one', () => {
    expectStory(new World(), [
      [0, ready('a'), 'Active a@1, 1 write'],
      [1, respecified({ paused: true }), 'Paused a@1, 0 writes'],
      [2, moved('a'), 'Paused -@1, 1 write'],
      [3, respecified({ paused: false }), 'Active a@2, 1 write'],
    ]);
  });
});

describe('a deleted slice', () => {
  test('is restored in the same term by a process that saw the deletion', () => {
    expectStory(new World(), [
      [0, ready('a', 'b'), 'Active a@1, 1 write'],
      [1, sliceDeleted, 'Active a@1, 1 write'],
    ]);
  });

  test('is restored 100 terms higher by a process that cannot know its ledger', () => {
    expectStory(new World(), [
      [0, ready('a', 'b'), 'Active a@1, 1 write'],
      [1, together(sliceDeleted, restarted), 'Active a@101, 1 write'],
      [2, together(sliceDeleted, restarted), 'Active a@201, 1 write'],
    ]);
  });

  test('is followed by the next term only once the status has the restored one', () => {
    expectStory(new World(), [
      [0, ready('a', 'b'), 'Active a@1, 1 write'],
      [1, together(gone('a'), sliceDeleted, restarted), 'Active b@102, 2 writes'],
    ]);
  });
});
