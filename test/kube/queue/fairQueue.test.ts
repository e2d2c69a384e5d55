// The order in which items leave the fair queue.
import { describe, expect, it } from '@jest/globals';
import { FairQueue, type FreePlaces, type Queued, type Turn } from '../../../src/kube/queue/fairQueue.ts';

interface Item extends Queued {
  readonly name: string;
}

function item(name: string, priority: Queued['priority'] = 'urgent'): Item {
  return { name, flow: name.slice(0, name.indexOf('/')), priority };
}

function only(admits: (turn: Turn) => boolean): FreePlaces {
  return { haveOneForAny: () => true, haveOneFor: admits };
}

const always = only(() => true);

function queueOf(...items: readonly Item[]): FairQueue<Item> {
  const queue = new FairQueue<Item>();
  for (const each of items) queue.add(each);
  return queue;
}

function takeAll(queue: FairQueue<Item>, places = always): readonly string[] {
  const taken: string[] = [];
  for (let next = queue.take(places); next !== undefined; next = queue.take(places)) taken.push(next.name);
  return taken;
}

describe('flows', () => {
  it.each(['urgent', 'background'] as const)('take turns within the %s ones', (priority) => {
    const names = ['a/1', 'a/2', 'a/3', 'b/1', 'c/1', 'c/2'];
    const queue = queueOf(...names.map((name) => item(name, priority)));
    expect(takeAll(queue)).toEqual(['a/1', 'b/1', 'c/1', 'a/2', 'c/2', 'a/3']);
  });

  it('have their next turn after all other flows, also when they are emptied and added again', () => {
    const queue = queueOf(item('a/1'), item('b/1'), item('b/2'));
    const taken = [queue.take(always), queue.take(always)];
    queue.add(item('a/2'));
    queue.add(item('c/1'));
    expect([...taken.map((next) => next?.name), ...takeAll(queue)]).toEqual(['a/1', 'b/1', 'a/2', 'c/1', 'b/2']);
  });

  it('that may not start keep their items', () => {
    const queue = queueOf(item('a/1'), item('b/1'));
    expect(
      takeAll(
        queue,
        only(({ flow }) => flow === 'b'),
      ),
    ).toEqual(['b/1']);
    expect(takeAll(queue)).toEqual(['a/1']);
  });

  it('are not checked one by one when no item of the priority may start', () => {
    const queue = queueOf(item('a/1'), item('b/1', 'background'));
    const asked: string[] = [];
    const haveOneFor = ({ flow }: Turn): boolean => asked.push(flow) > 0;
    expect(queue.take({ haveOneForAny: () => false, haveOneFor })).toBeUndefined();
    expect(queue.take({ haveOneForAny: (priority) => priority === 'background', haveOneFor })?.name).toBe('b/1');
    expect(asked).toEqual(['b']);
  });

  it('lose only the deleted items', () => {
    const [first, second, third] = [item('a/1'), item('a/2'), item('b/1')];
    const queue = queueOf(first, second, third);
    for (const each of [first, third, item('d/1')]) queue.delete(each);
    expect(queue.urgent).toBe(1);
    expect(takeAll(queue)).toEqual(['a/2']);
  });

  it('are empty after clear(), and accept items again', () => {
    const queue = queueOf(item('a/1'), item('b/1', 'background'));
    queue.clear();
    expect([queue.urgent, queue.background, queue.take(always)]).toEqual([0, 0, undefined]);
    queue.add(item('a/2'));
    expect(takeAll(queue)).toEqual(['a/2']);
  });
});

describe('background items', () => {
  const urgent = Array.from({ length: 20 }, (_, index) => item(`a/${index}`));

  it('have one turn of eight while urgent ones wait', () => {
    const queue = queueOf(item('b/1', 'background'), item('b/2', 'background'), ...urgent);
    const taken = takeAll(queue);
    expect([taken.indexOf('b/1'), taken.indexOf('b/2')]).toEqual([7, 15]);
  });

  it('keep their turn while they may not start', () => {
    const queue = queueOf(item('b/1', 'background'), ...urgent);
    for (let count = 0; count < 10; count++) queue.take(only(({ priority }) => priority === 'urgent'));
    expect(queue.take(only(({ isDue }) => isDue))?.name).toBe('b/1');
  });

  it('save up no turns while there are none', () => {
    const queue = queueOf(...urgent);
    for (let count = 0; count < 10; count++) queue.take(always);
    queue.add(item('b/1', 'background'));
    expect(takeAll(queue).indexOf('b/1')).toBe(7);
  });
});

describe('many items', () => {
  it.each([1, 100, 10_000])('of %i flows are taken once each, whatever is deleted meanwhile', (flows) => {
    const items = Array.from({ length: 10_000 }, (_, index) => item(`flow-${index % flows}/${index}`));
    const queue = queueOf(...items);
    const taken = new Set<string>();
    for (const [index, each] of items.entries()) {
      if (index % 3 === 0) queue.delete(each);
      else taken.add(queue.take(always)?.name ?? '');
      if (index % 5 === 0) queue.add(item(`late-${index}/`));
    }
    for (const name of takeAll(queue)) taken.add(name);
    expect([queue.urgent, taken.has('')]).toEqual([0, false]);
    expect(taken.size).toBeGreaterThan(10_000 / 2);
  });
});
