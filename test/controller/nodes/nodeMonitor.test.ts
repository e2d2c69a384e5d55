// How are the nodes, and who is told of it?
import { beforeEach, describe, expect, test } from '@jest/globals';
import { NodeMonitor } from '../../../src/controller/nodes/nodeMonitor.ts';
import type { NodeView } from '../../../src/election/nodeView.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { node, noLeases, silent } from '../../support/election/nodes.ts';
import { holdObserver, NodeFeed } from '../../support/operator/nodeFeed.ts';

const MINUTE = 60_000;

/** For so long a node that is heard of again during a hold is not believed yet. */
const RECOVERY_MS = 12_000;

let clock = new FakeClock();
let feed = new NodeFeed();
let told: string[] = [];
let nodeMonitor = counting();

function counting(): NodeMonitor {
  return new NodeMonitor({
    nodes: feed.nodes,
    leases: noLeases,
    clock,
    triggers: {
      nodeChanged: ({ name, before, after }) => told.push(`${name}: ${before?.state} to ${after?.state}`),
      holdChanged: (name, priority) => told.push(`${priority} ${name}`),
      nodesReadable: () => told.push('readable'),
    },
    observer: holdObserver((line) => told.push(line)),
  });
}

function said(...views: readonly NodeView[]): void {
  feed.say(views, (change) => nodeMonitor.changed(change));
}

function gone(name: string): void {
  const object = feed.nodes.get(`/${name}`);
  for (const change of object === undefined ? [] : feed.nodes.remove(object)) nodeMonitor.changed(change);
}

/** What is told by what happens. */
function tellingOf(happen: () => void): readonly string[] {
  told = [];
  happen();
  return told;
}

beforeEach(() => {
  clock = new FakeClock();
  feed = new NodeFeed();
  nodeMonitor = counting();
  said(node('a'), node('b'), node('c'));
  nodeMonitor.isReadable = true;
  told = [];
});

const held = () => nodeMonitor.observe([]).hold !== undefined;
const agoMs = (ms: number) => clock.wallMs() - ms;

describe('a node', () => {
  test.each<[string, NodeView, readonly string[]]>([
    ['that reports again says nothing new', node('a', { readyChangedMs: 5 }), []],
    ['that is not ready any more is told of', node('a', { ready: 'False' }), ['a: Healthy to NotReady']],
    ['that is cordoned is told of', node('a', { isLastChoice: true }), ['a: Healthy to Healthy']],
    ['that comes is told of', node('d'), ['d: undefined to Healthy']],
  ])('%s', (_, view, expected) => {
    expect(tellingOf(() => said(view))).toEqual(expected);
  });

  test('that goes is told of', () => {
    expect(tellingOf(() => gone('a'))).toEqual(['a: Healthy to Deleted']);
    expect(nodeMonitor.observe(['a']).byName.get('a')).toEqual({ state: 'Deleted', isLastChoice: false });
  });

  test('is found by its name; one that is not there says nothing', () => {
    said(node('a', { ready: 'False', isLastChoice: true }));
    const { byName } = nodeMonitor.observe(['a', 'z', undefined]);
    expect([...byName]).toEqual([['a', { state: 'NotReady', isLastChoice: true }]]);
  });
});

describe('a hold', () => {
  test('begins with the second of three, and whoever has pods on doubtful nodes is told', () => {
    said(node('c', { ready: 'False' }));
    expect(tellingOf(() => said(silent('a')))).toEqual(['a: Healthy to Unreachable']);
    expect(tellingOf(() => said(silent('b')))).toEqual([
      'held: 2 of 3',
      'background c',
      'background a',
      'background b',
      'b: Healthy to Unreachable',
    ]);
  });

  test('ends when enough nodes have been back for long enough that their kubelets could speak for their pods', async () => {
    said(silent('a'), silent('b'));
    expect(tellingOf(() => said(node('b')))).toEqual(['b: Unreachable to Healthy']);
    expect(nodeMonitor.observe(['b']).byName.get('b')).toEqual({
      state: 'Healthy',
      isLastChoice: false,
      isRecovering: true,
    });
    await clock.advance(RECOVERY_MS - 1);
    expect(tellingOf(() => said(node('b', { readyChangedMs: 5 })))).toEqual([]);
    expect(nodeMonitor.observe([]).hold).toMatchObject({ unreachable: 2, counted: 3 });
    await clock.advance(1);
    expect(told).toEqual(['over', 'urgent a', 'urgent b']);
    expect(nodeMonitor.observe(['b'])).toMatchObject({
      hold: undefined,
      byName: new Map([['b', { state: 'Healthy', isLastChoice: false }]]),
    });
  });

  test('ends for all that are on their way back at the same time', async () => {
    said(silent('a'), silent('b'), node('b'));
    await clock.advance(RECOVERY_MS - 1);
    said(node('a'));
    await clock.advance(RECOVERY_MS - 1);
    expect(held()).toBe(true);
    told = [];
    await clock.advance(1);
    expect(told).toEqual(['over', 'urgent b', 'urgent a']);
    expect(clock.pending).toBe(0);
  });

  test.each<[string, () => void, string]>([
    ['goes', () => gone('b'), 'b: Healthy to Deleted'],
    ['is declared out of service', () => said({ ...node('b'), outOfService: true }), 'b: Healthy to OutOfService'],
  ])('does not wait for a node that %s on its way back', (_, happen, expected) => {
    said(silent('a'), silent('b'), node('b'));
    expect(tellingOf(happen)).toEqual(['over', 'urgent a', expected]);
  });

  test('goes on with a node that falls silent again on its way back', async () => {
    said(silent('a'), silent('b'), node('b'), silent('b'));
    await clock.advance(RECOVERY_MS);
    expect(held()).toBe(true);
  });

  test('is needed for doubt: a single node that comes back is believed at once', () => {
    said(silent('a'));
    expect(tellingOf(() => said(node('a')))).toEqual(['a: Unreachable to Healthy']);
  });

  test('among thousands of nodes lets others have their turn while it is told of', async () => {
    said(...Array.from({ length: 100 }, (_, index) => silent(`n${index}`)));
    const wakes = () => told.filter((words) => words.startsWith('background')).length;
    nodeMonitor.isReadable = false;
    told = [];
    nodeMonitor.isReadable = true;
    expect([wakes() > 0, wakes() < 100]).toEqual([true, true]);
    await clock.advance(0);
    while (wakes() < 100) await clock.advance(0);
  });

  test('ends by itself after ten minutes, and these failovers are urgent', async () => {
    said(silent('a', agoMs(0)), silent('b', agoMs(0)));
    await clock.advance(10 * MINUTE - 1);
    expect(held()).toBe(true);
    told = [];
    await clock.advance(1);
    expect(told).toEqual(['over', 'urgent a', 'urgent b']);
    expect(held()).toBe(false);
  });

  test('counts from when the API says that it began', async () => {
    said(silent('a', agoMs(9 * MINUTE)), silent('b', agoMs(MINUTE)));
    await clock.advance(MINUTE);
    expect(held()).toBe(false);
  });

  test.each([-60 * MINUTE, 60 * MINUTE])('is not moved by a wall clock that jumps by %d ms', async (byMs) => {
    const since = agoMs(0);
    said(silent('a', since), silent('b', since));
    clock.jumpWall(byMs);
    said(silent('a', since), silent('b', since));
    await clock.advance(10 * MINUTE - 1);
    expect(held()).toBe(true);
    await clock.advance(1);
    expect(held()).toBe(false);
  });

  test('begins anew for nodes that were heard of in between', async () => {
    said(silent('a', agoMs(0)), silent('b', agoMs(0)));
    await clock.advance(10 * MINUTE);
    said(node('a'), node('b'), silent('a', agoMs(0)), silent('b', agoMs(0)));
    expect(held()).toBe(true);
  });

  test('does not count who has been heard of again', async () => {
    said(silent('a'), silent('b'), silent('c'), node('c'));
    await clock.advance(RECOVERY_MS);
    expect(nodeMonitor.observe([]).hold).toMatchObject({ unreachable: 2, counted: 3 });
    gone('a');
    expect(held()).toBe(false);
  });

  test('is told of again when its numbers change, but not for each node', async () => {
    said(silent('a', agoMs(0)), silent('b', agoMs(0)));
    const first = nodeMonitor.observe([]).hold;
    expect(tellingOf(() => said(silent('c'), node('d')))).toEqual([
      'c: Healthy to Unreachable',
      'd: undefined to Healthy',
    ]);
    await clock.advance(5000);
    expect(told.slice(2)).toEqual(['background a', 'background b', 'background c']);
    expect([first?.counted, nodeMonitor.observe([]).hold?.counted]).toEqual([3, 4]);
  });

  test('leaves out nodes that nobody has ever said anything of', () => {
    said(node('d', { ready: undefined }), node('e', { ready: undefined }), silent('a'), silent('b'));
    expect(nodeMonitor.observe([]).hold).toMatchObject({ unreachable: 2, counted: 3 });
  });

  test('does not take a person’s word for silence', () => {
    said(silent('a'), { ...silent('b'), outOfService: true });
    expect(held()).toBe(false);
  });
});

describe('nodes that may not be read', () => {
  test('say nothing, and hold nothing', () => {
    said(silent('a'), silent('b'));
    expect(tellingOf(() => (nodeMonitor.isReadable = false))).toEqual(['over', 'urgent a', 'urgent b', 'readable']);
    expect(nodeMonitor.observe(['a'])).toMatchObject({ byName: new Map(), hold: undefined, isReadable: false });
    expect(tellingOf(() => said(silent('c')))).toEqual([]);
  });

  test('count again once they may be', () => {
    nodeMonitor.isReadable = false;
    said(silent('a'), silent('b'));
    expect(tellingOf(() => (nodeMonitor.isReadable = true))).toEqual([
      'held: 2 of 3',
      'background a',
      'background b',
      'readable',
    ]);
  });
});

test('after the end no timer is left', () => {
  said(silent('a'), silent('b'), silent('c'));
  expect(clock.pending).toBe(2);
  nodeMonitor.stop();
  expect(clock.pending).toBe(0);
});
