// Whose turn is it?
import { describe, expect, it } from '@jest/globals';
import { FairLine, type FreePlaces, type InLine, type Turn } from '../../src/kube/fairLine.ts';

interface Item extends InLine {
  readonly name: string;
}

function item(name: string, priority: InLine['priority'] = 'urgent'): Item {
  return { name, flow: name.slice(0, name.indexOf('/')), priority };
}

function only(admits: (turn: Turn) => boolean): FreePlaces {
  return { haveOneForAny: () => true, haveOneFor: admits };
}

const always = only(() => true);

function lineOf(...items: readonly Item[]): FairLine<Item> {
  const line = new FairLine<Item>();
  for (const each of items) line.add(each);
  return line;
}

function takeAll(line: FairLine<Item>, places = always): readonly string[] {
  const taken: string[] = [];
  for (let next = line.take(places); next !== undefined; next = line.take(places)) taken.push(next.name);
  return taken;
}

describe('flows', () => {
  it.each(['urgent', 'background'] as const)('take turns within the %s ones', (priority) => {
    const names = ['a/1', 'a/2', 'a/3', 'b/1', 'c/1', 'c/2'];
    const line = lineOf(...names.map((name) => item(name, priority)));
    expect(takeAll(line)).toEqual(['a/1', 'b/1', 'c/1', 'a/2', 'c/2', 'a/3']);
  });

  it('have their next turn after one of everybody else, also when they come anew', () => {
    const line = lineOf(item('a/1'), item('b/1'), item('b/2'));
    const taken = [line.take(always), line.take(always)];
    line.add(item('a/2'));
    line.add(item('c/1'));
    expect([...taken.map((next) => next?.name), ...takeAll(line)]).toEqual(['a/1', 'b/1', 'a/2', 'c/1', 'b/2']);
  });

  it('that may not have their turn keep what waits in them', () => {
    const line = lineOf(item('a/1'), item('b/1'));
    expect(
      takeAll(
        line,
        only(({ flow }) => flow === 'b'),
      ),
    ).toEqual(['b/1']);
    expect(takeAll(line)).toEqual(['a/1']);
  });

  it('are not asked for one by one where nobody may have a turn', () => {
    const line = lineOf(item('a/1'), item('b/1', 'background'));
    const asked: string[] = [];
    const haveOneFor = ({ flow }: Turn): boolean => asked.push(flow) > 0;
    expect(line.take({ haveOneForAny: () => false, haveOneFor })).toBeUndefined();
    expect(line.take({ haveOneForAny: (priority) => priority === 'background', haveOneFor })?.name).toBe('b/1');
    expect(asked).toEqual(['b']);
  });

  it('give up what is deleted, and nothing else', () => {
    const [first, second, third] = [item('a/1'), item('a/2'), item('b/1')];
    const line = lineOf(first, second, third);
    for (const each of [first, third, item('d/1')]) line.delete(each);
    expect(line.urgent).toBe(1);
    expect(takeAll(line)).toEqual(['a/2']);
  });

  it('are empty once they are cleared, and take anew', () => {
    const line = lineOf(item('a/1'), item('b/1', 'background'));
    line.clear();
    expect([line.urgent, line.background, line.take(always)]).toEqual([0, 0, undefined]);
    line.add(item('a/2'));
    expect(takeAll(line)).toEqual(['a/2']);
  });
});

describe('the background', () => {
  const urgent = Array.from({ length: 20 }, (_, index) => item(`a/${index}`));

  it('has one turn of eight while urgent ones wait', () => {
    const line = lineOf(item('b/1', 'background'), item('b/2', 'background'), ...urgent);
    const taken = takeAll(line);
    expect([taken.indexOf('b/1'), taken.indexOf('b/2')]).toEqual([7, 15]);
  });

  it('loses no turn when it may not have it yet', () => {
    const line = lineOf(item('b/1', 'background'), ...urgent);
    for (let count = 0; count < 10; count++) line.take(only(({ priority }) => priority === 'urgent'));
    expect(line.take(only(({ isDue }) => isDue))?.name).toBe('b/1');
  });

  it('does not save up turns while it has nothing to do', () => {
    const line = lineOf(...urgent);
    for (let count = 0; count < 10; count++) line.take(always);
    line.add(item('b/1', 'background'));
    expect(takeAll(line).indexOf('b/1')).toBe(7);
  });
});

describe('many', () => {
  it.each([1, 100, 10_000])('of %i flows are taken once each, whatever is deleted meanwhile', (flows) => {
    const items = Array.from({ length: 10_000 }, (_, index) => item(`flow-${index % flows}/${index}`));
    const line = lineOf(...items);
    const taken = new Set<string>();
    for (const [index, each] of items.entries()) {
      if (index % 3 === 0) line.delete(each);
      else taken.add(line.take(always)?.name ?? '');
      if (index % 5 === 0) line.add(item(`late-${index}/`));
    }
    for (const name of takeAll(line)) taken.add(name);
    expect([line.urgent, taken.has('')]).toEqual([0, false]);
    expect(taken.size).toBeGreaterThan(10_000 / 2);
  });
});
