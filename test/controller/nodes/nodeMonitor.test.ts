// The states of nodes, the node hold, and the reconciles they trigger.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { NodeMonitor } from '../../../src/controller/nodes/nodeMonitor.ts';
import type { NodeView } from '../../../src/election/nodeView.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { node, noLeases, silent } from '../../support/election/nodes.ts';
import { holdObserver, NodeFeed } from '../../support/operator/nodeFeed.ts';

const MINUTE = 60_000;

/** How long a node that reports again during a hold still counts as unreachable. */
const RECOVERY_MS = 12_000;

let clock = new FakeClock();
let feed = new NodeFeed();
let reported: string[] = [];
let nodeMonitor = counting();

function counting(): NodeMonitor {
  return new NodeMonitor({
    nodes: feed.nodes,
    leases: noLeases,
    clock,
    triggers: {
      nodeChanged: ({ name, before, after }) => reported.push(`${name}: ${before?.state} to ${after?.state}`),
      holdChanged: (name, priority) => reported.push(`${priority} ${name}`),
      nodesReadable: () => reported.push('readable'),
    },
    observer: holdObserver((line) => reported.push(line)),
  });
}

function said(...views: readonly NodeView[]): void {
  feed.say(views, (change) => nodeMonitor.changed(change));
}

function gone(name: string): void {
  const object = feed.nodes.get(`/${name}`);
  for (const change of object === undefined ? [] : feed.nodes.remove(object)) nodeMonitor.changed(change);
}

/** What is reported while `happen` runs. */
function reportsOf(happen: () => void): readonly string[] {
  reported = [];
  happen();
  return reported;
}

beforeEach(() => {
  clock = new FakeClock();
  feed = new NodeFeed();
  nodeMonitor = counting();
  said(node('a'), node('b'), node('c'));
  nodeMonitor.isReadable = true;
  reported = [];
});

const held = () => nodeMonitor.observe([]).hold !== undefined;
const agoMs = (ms: number) => clock.wallMs() - ms;

describe('a node', () => {
  test.each<[string, NodeView, readonly string[]]>([
    ['that only renews its report triggers nothing', node('a', { readyChangedMs: 5 }), []],
    ['that becomes not ready is reported', node('a', { ready: 'False' }), ['a: Healthy to NotReady']],
    ['that is cordoned is reported', node('a', { isLastChoice: true }), ['a: Healthy to Healthy']],
    ['that is added is reported', node('d'), ['d: undefined to Healthy']],
  ])('%s', (_, view, expected) => {
    expect(reportsOf(() => said(view))).toEqual(expected);
  });

  test('that is deleted is reported', () => {
    expect(reportsOf(() => gone('a'))).toEqual(['a: Healthy to Deleted']);
    expect(nodeMonitor.observe(['a']).byName.get('a')).toEqual({ state: 'Deleted', isLastChoice: false });
  });

  test('is found by its name; nothing is known of a missing one', () => {
    said(node('a', { ready: 'False', isLastChoice: true }));
    const { byName } = nodeMonitor.observe(['a', 'z', undefined]);
    expect([...byName]).toEqual([['a', { state: 'NotReady', isLastChoice: true }]]);
  });
});

describe('a hold', () => {
  test('begins with the second of three nodes, and triggers all objects with pods on doubtful nodes', () => {
    said(node('c', { ready: 'False' }));
    expect(reportsOf(() => said(silent('a')))).toEqual(['a: Healthy to Unreachable']);
    expect(reportsOf(() => said(silent('b')))).toEqual([
      'held: 2 of 3',
      'background c',
      'background a',
      'background b',
      'b: Healthy to Unreachable',
    ]);
  });

  test('ends when enough nodes have reported for so long that their kubelets have updated their pods', async () => {
    said(silent('a'), silent('b'));
    expect(reportsOf(() => said(node('b')))).toEqual(['b: Unreachable to Healthy']);
    expect(nodeMonitor.observe(['b']).byName.get('b')).toEqual({
      state: 'Healthy',
      isLastChoice: false,
      isRecovering: true,
    });
    await clock.advance(RECOVERY_MS - 1);
    expect(reportsOf(() => said(node('b', { readyChangedMs: 5 })))).toEqual([]);
    expect(nodeMonitor.observe([]).hold).toMatchObject({ unreachable: 2, counted: 3 });
    await clock.advance(1);
    expect(reported).toEqual(['over', 'urgent a', 'urgent b']);
    expect(nodeMonitor.observe(['b'])).toMatchObject({
      hold: undefined,
      byName: new Map([['b', { state: 'Healthy', isLastChoice: false }]]),
    });
  });

  test('ends for all recovering nodes at the same time', async () => {
    said(silent('a'), silent('b'), node('b'));
    await clock.advance(RECOVERY_MS - 1);
    said(node('a'));
    await clock.advance(RECOVERY_MS - 1);
    expect(held()).toBe(true);
    reported = [];
    await clock.advance(1);
    expect(reported).toEqual(['over', 'urgent b', 'urgent a']);
    expect(clock.pending).toBe(0);
  });

  test.each<[string, () => void, string]>([
    ['is deleted', () => gone('b'), 'b: Healthy to Deleted'],
    ['is declared out of service', () => said({ ...node('b'), outOfService: true }), 'b: Healthy to OutOfService'],
  ])('does not wait for a recovering node that %s', (_, happen, expected) => {
    said(silent('a'), silent('b'), node('b'));
    expect(reportsOf(happen)).toEqual(['over', 'urgent a', expected]);
  });

  test('goes on when a recovering node falls silent again', async () => {
    said(silent('a'), silent('b'), node('b'), silent('b'));
    await clock.advance(RECOVERY_MS);
    expect(held()).toBe(true);
  });

  test('is the only reason to wait: a single node that reports again counts as healthy at once', () => {
    said(silent('a'));
    expect(reportsOf(() => said(node('a')))).toEqual(['a: Unreachable to Healthy']);
  });

  test('among thousands of nodes yields to other work while it triggers reconciles', async () => {
    said(...Array.from({ length: 100 }, (_, index) => silent(`n${index}`)));
    const wakes = () => reported.filter((words) => words.startsWith('background')).length;
    nodeMonitor.isReadable = false;
    reported = [];
    nodeMonitor.isReadable = true;
    expect([wakes() > 0, wakes() < 100]).toEqual([true, true]);
    await clock.advance(0);
    while (wakes() < 100) await clock.advance(0);
  });

  test('ends by itself after ten minutes, and the failovers that waited are urgent', async () => {
    said(silent('a', agoMs(0)), silent('b', agoMs(0)));
    await clock.advance(10 * MINUTE - 1);
    expect(held()).toBe(true);
    reported = [];
    await clock.advance(1);
    expect(reported).toEqual(['over', 'urgent a', 'urgent b']);
    expect(held()).toBe(false);
  });

  test('counts from the time at which the API says that the nodes became unreachable', async () => {
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

  test('begins again for nodes that reported in between', async () => {
    said(silent('a', agoMs(0)), silent('b', agoMs(0)));
    await clock.advance(10 * MINUTE);
    said(node('a'), node('b'), silent('a', agoMs(0)), silent('b', agoMs(0)));
    expect(held()).toBe(true);
  });

  test('does not count nodes that report again', async () => {
    said(silent('a'), silent('b'), silent('c'), node('c'));
    await clock.advance(RECOVERY_MS);
    expect(nodeMonitor.observe([]).hold).toMatchObject({ unreachable: 2, counted: 3 });
    gone('a');
    expect(held()).toBe(false);
  });

  test('is reported again when its numbers change, but not for each node', async () => {
    said(silent('a', agoMs(0)), silent('b', agoMs(0)));
    const first = nodeMonitor.observe([]).hold;
    expect(reportsOf(() => said(silent('c'), node('d')))).toEqual([
      'c: Healthy to Unreachable',
      'd: undefined to Healthy',
    ]);
    await clock.advance(5000);
    expect(reported.slice(2)).toEqual(['background a', 'background b', 'background c']);
    expect([first?.counted, nodeMonitor.observe([]).hold?.counted]).toEqual([3, 4]);
  });

  test('leaves out nodes without any reported state', () => {
    said(node('d', { ready: undefined }), node('e', { ready: undefined }), silent('a'), silent('b'));
    expect(nodeMonitor.observe([]).hold).toMatchObject({ unreachable: 2, counted: 3 });
  });

  test('does not count a node as unreachable that a person declared out of service', () => {
    said(silent('a'), { ...silent('b'), outOfService: true });
    expect(held()).toBe(false);
  });
});

describe('nodes without permission to read them', () => {
  test('are unknown, and cause no hold', () => {
    said(silent('a'), silent('b'));
    expect(reportsOf(() => (nodeMonitor.isReadable = false))).toEqual(['over', 'urgent a', 'urgent b', 'readable']);
    expect(nodeMonitor.observe(['a'])).toMatchObject({ byName: new Map(), hold: undefined, isReadable: false });
    expect(reportsOf(() => said(silent('c')))).toEqual([]);
  });

  test('count again once permission is granted', () => {
    nodeMonitor.isReadable = false;
    said(silent('a'), silent('b'));
    expect(reportsOf(() => (nodeMonitor.isReadable = true))).toEqual([
      'held: 2 of 3',
      'background a',
      'background b',
      'readable',
    ]);
  });
});

test('no timer is left after stop', () => {
  said(silent('a'), silent('b'), silent('c'));
  expect(clock.pending).toBe(2);
  nodeMonitor.stop();
  expect(clock.pending).toBe(0);
});
