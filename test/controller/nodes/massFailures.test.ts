// A hold also counts nodes that are silent by their Leases while the API still calls them ready.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LeasesByNode } from '../../../src/controller/nodes/nodeLeases.ts';
import { NodeMonitor } from '../../../src/controller/nodes/nodeMonitor.ts';
import type { NodeView } from '../../../src/election/nodeView.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { node, silent } from '../../support/election/nodes.ts';
import { holdObserver, NodeFeed } from '../../support/operator/nodeFeed.ts';

const names = ['a', 'b', 'c', 'd'];

let clock = new FakeClock();
let feed = new NodeFeed();
let reported: string[] = [];
let reads = 0;
/** The result of reading the Leases. */
let answer: () => Promise<LeasesByNode> | undefined = () => undefined;
let nodeMonitor = counting();

function counting(): NodeMonitor {
  return new NodeMonitor({
    nodes: feed.nodes,
    clock,
    leases: {
      read: () => {
        reads += 1;
        return answer();
      },
    },
    triggers: {
      nodeChanged: ({ name, after }) => reported.push(`${name} ${after?.state}`),
      holdChanged: (name) => reported.push(`${name} hold changed`),
      nodesReadable: () => undefined,
    },
    observer: holdObserver((line) => reported.push(line)),
  });
}

function said(...views: readonly NodeView[]): void {
  feed.say(views, (change) => nodeMonitor.changed(change));
}

/** Leases that were renewed so many seconds ago. */
function leases(agoSeconds: Readonly<Record<string, number>>): LeasesByNode {
  const renewed = Object.entries(agoSeconds).map(([name, ago]) => {
    return [name, { renewMs: clock.wallMs() - ago * 1000, durationMs: 40_000 }] as const;
  });
  return new Map(renewed);
}

function answerWith(agoSeconds: Readonly<Record<string, number>>): void {
  const found = leases(agoSeconds);
  answer = () => Promise.resolve(found);
}

const unreachable = (name: string) => silent(name, clock.wallMs());

beforeEach(() => {
  clock = new FakeClock();
  feed = new NodeFeed();
  reads = 0;
  nodeMonitor = counting();
  said(...names.map((name) => node(name)));
  nodeMonitor.isReadable = true;
  reported = [];
});

const held = () => nodeMonitor.observe([]).hold !== undefined;
const isDoubted = () => nodeMonitor.observe([]).heldUntilMonotonicMs !== undefined;
const stateOf = (name: string) => nodeMonitor.observe([name]).byName.get(name)?.state;

describe('a node that turns unreachable', () => {
  test('alone is reported as soon as the Leases are read, and not acted on until then', async () => {
    answerWith({ a: 51, b: 1, c: 9, d: 5 });
    said(unreachable('a'));
    expect([reported, isDoubted(), held()]).toEqual([[], true, false]);
    await clock.advance(0);
    expect([reported, isDoubted(), held()]).toEqual([['a Unreachable'], false, false]);
    expect(clock.pending).toBe(0);
  });

  test('with most others is held at once, and the others count as unreachable, too', async () => {
    answerWith({ a: 51, b: 45, c: 42, d: 5 });
    said(unreachable('a'));
    await clock.advance(0);
    expect(reported).toEqual(['held: 3 of 4', 'b hold changed', 'c hold changed', 'a hold changed', 'a Unreachable']);
    expect(names.map(stateOf)).toEqual(['Unreachable', 'Unreachable', 'Unreachable', 'Healthy']);
  });

  test('with one other of four begins no hold, and the other stays healthy', async () => {
    answerWith({ a: 51, b: 45, c: 2, d: 5 });
    said(unreachable('a'));
    await clock.advance(0);
    expect([reported, stateOf('b'), held()]).toEqual([['a Unreachable'], 'Healthy', false]);
  });

  test.each<[string, () => Promise<LeasesByNode>]>([
    ['are not answered', () => Promise.resolve(undefined)],
    ['are missing', () => Promise.resolve(new Map())],
  ])('is reported when the Leases %s', async (_, answerOf) => {
    answer = answerOf;
    said(unreachable('a'));
    await clock.advance(0);
    expect([reported, isDoubted()]).toEqual([['a Unreachable'], false]);
  });

  test('is reported after half a second without an answer; a late answer still counts', async () => {
    const late = Promise.withResolvers<LeasesByNode>();
    answer = () => late.promise;
    said(unreachable('a'));
    await clock.advance(499);
    expect([reported, isDoubted()]).toEqual([[], true]);
    await clock.advance(1);
    expect([reported, isDoubted()]).toEqual([['a Unreachable'], false]);
    late.resolve(leases({ a: 51, b: 45, c: 42, d: 5 }));
    await clock.advance(0);
    expect(held()).toBe(true);
  });

  test('is reported at once without permission to read Leases', () => {
    answer = () => undefined;
    said(unreachable('a'));
    expect([reported, isDoubted()]).toEqual([['a Unreachable'], false]);
  });

  test('before the nodes were readable is not acted on at once, either', async () => {
    nodeMonitor.isReadable = false;
    said(unreachable('a'));
    answerWith({ a: 51, b: 45, c: 42, d: 5 });
    nodeMonitor.isReadable = true;
    expect(isDoubted()).toBe(true);
    await clock.advance(0);
    expect(held()).toBe(true);
  });
});

describe('three of four nodes that fall silent together', () => {
  beforeEach(async () => {
    answerWith({ a: 51, b: 45, c: 42, d: 5 });
    said(unreachable('a'));
    await clock.advance(0);
    reported = [];
  });

  test('are held while the API marks them one after the other, without another read for each', async () => {
    said(node('b', { isLastChoice: true }));
    await clock.advance(2000);
    said(unreachable('b'));
    await clock.advance(2999);
    said(unreachable('c'));
    expect([held(), reads]).toEqual([true, 1]);
    expect(nodeMonitor.observe([]).hold).toMatchObject({ unreachable: 3, counted: 4 });
  });

  test('are held until twelve seconds after they report again, whatever their clocks say', async () => {
    answerWith({ a: 51, b: 3600, c: -3600, d: 0 });
    await clock.advance(5000);
    expect(stateOf('b')).toBe('Healthy');
    said(node('a'));
    await clock.advance(11_999);
    expect(held()).toBe(true);
    await clock.advance(1);
    expect(held()).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('are held while their Leases are not renewed, for ten minutes at most; then the API decides', async () => {
    const found = leases({ a: 51, b: 45, c: 42, d: 5 });
    answer = () => Promise.resolve(found);
    await clock.advance(599_999);
    expect(held()).toBe(true);
    await clock.advance(1);
    expect([held(), stateOf('b'), stateOf('a')]).toEqual([false, 'Healthy', 'Unreachable']);
    expect(reported).toContain('b hold changed');
  });

  test('leave no timer after stop', () => {
    said(unreachable('b'));
    nodeMonitor.stop();
    expect(clock.pending).toBe(0);
  });
});
