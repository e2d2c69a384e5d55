// The keys that are ready to run.
import { expect, it } from '@jest/globals';
import { PriorityQueue, type Pace, type QueueItem } from '../../../src/kube/queue/priorityQueue.ts';
import type { Priority } from '../../../src/kube/observer.ts';

const places = { haveOneForAny: () => true, haveOneFor: () => true };

function item(key: string, priority: Priority, pace: Pace): QueueItem {
  return { key, priority, pace, flow: 'shop', sinceMs: 0 };
}

it.each([
  ['urgent', 'Usual', 'urgent', 'Pressing'],
  ['background', 'Pressing', 'urgent', 'Usual'],
  ['urgent', 'Pressing', 'background', 'Usual'],
] as const)('a key that waits as %s and %s and is added as %s and %s is urgent and pressing', (...added) => {
  const [priority, pace, laterPriority, laterPace] = added;
  const queue = new PriorityQueue();
  queue.add(item('shop/orders', priority, pace));
  queue.add(item('shop/orders', laterPriority, laterPace));
  expect([queue.urgent, queue.background]).toEqual([1, 0]);
  expect(queue.take(places)).toMatchObject({ priority: 'urgent', pace: 'Pressing' });
});

it('a key that is added again keeps its position', () => {
  const queue = new PriorityQueue();
  for (const key of ['shop/a', 'shop/b']) queue.add(item(key, 'urgent', 'Usual'));
  queue.add(item('shop/a', 'urgent', 'Pressing'));
  expect([queue.take(places)?.key, queue.take(places)?.key, queue.take(places)]).toEqual([
    'shop/a',
    'shop/b',
    undefined,
  ]);
});
