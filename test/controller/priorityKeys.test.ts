// A pod's priority is read from the annotation that the object names, from the moment on that it names it.
import { expect, test } from '@jest/globals';
import { expectStory, respecified, together, unready } from '../support/story.ts';
import { World } from '../support/world.ts';

const ranked = (priorityAnnotation: string) => respecified({ election: { order: 'Priority', priorityAnnotation } });

test.each(['team/rank', 'constructor'])('pods that were there before are read again for %s', (key) => {
  const world = new World();
  world.pod('a');
  world.pod('b', { annotations: { [key]: '5' } });
  world.pod('c', { annotations: { [key]: '7' } });
  world.settle();
  expectStory(world, [
    [1, together(ranked(key), unready('a')), 'Active c@2, 1 write'],
    [2, unready('c'), 'Active b@3, 1 write'],
  ]);
  expect(world.settle()?.step.candidates.map(({ reason }) => reason)).not.toContain('PriorityUnknown');
});
