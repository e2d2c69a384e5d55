// The nodes are known once they are listed, or once listing them is forbidden.
import { afterEach, describe, expect, test } from '@jest/globals';
import { NodeMonitor } from '../../../src/controller/nodes/nodeMonitor.ts';
import { NodeWatch } from '../../../src/controller/watch/nodeWatch.ts';
import type { NodeView } from '../../../src/election/nodeView.ts';
import { Store } from '../../../src/kube/cache/store.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { noLeases } from '../../support/election/nodes.ts';
import { field, listBytes, nested } from '../../support/objects/protobufBytes.ts';
import { rawStream, refusedStream, ScriptedTransport, stream } from '../../support/servers/scriptedTransport.ts';

const condition = nested(4, field(1, 'Ready'), field(2, 'False'));
const metadata = nested(1, field(1, 'n1'), field(5, 'n1-uid'), field(6, '5'));
const list = rawStream([listBytes('10', [Buffer.concat([metadata, nested(3, condition)])])]);
const empty = rawStream([listBytes('20', [])]);
const watching = stream([]);
const forbidden = refusedStream(403);

const stopping: AbortController[] = [];

afterEach(() => {
  for (const controller of stopping.splice(0)) controller.abort();
});

type Script = ConstructorParameters<typeof ScriptedTransport>[1];

async function started(script: Script) {
  const clock = new FakeClock();
  const store = new Store<NodeView>();
  const calls: string[] = [];
  const nodeMonitor = new NodeMonitor({
    nodes: store,
    leases: noLeases,
    clock,
    observer: { counted: () => undefined, holdChanged: () => undefined },
    triggers: {
      nodeChanged: ({ name }) => calls.push(name),
      holdChanged: () => undefined,
      nodesReadable: () => calls.push('readability changed'),
    },
  });
  const apiObserver = { ...silentObserver, listFailed: () => calls.push('list failed') };
  const connection = { transport: new ScriptedTransport([], script) };
  const nodeWatch = new NodeWatch({ store, nodeMonitor, connection, clock, apiObserver });
  let isKnown = false;
  void nodeWatch.known.then(() => (isKnown = true));
  const controller = new AbortController();
  stopping.push(controller);
  nodeWatch.start(controller.signal);
  await clock.advance(0);
  return { clock, calls, nodeWatch, seen: () => ({ isKnown, ...stateOf(nodeMonitor) }) };
}

function stateOf(nodeMonitor: NodeMonitor) {
  const { byName, isReadable } = nodeMonitor.observe(['n1']);
  return { isReadable, state: byName.get('n1')?.state };
}

const all = { isKnown: true, isReadable: true, state: 'NotReady' };
const none = { isKnown: true, isReadable: false, state: undefined };

describe('the nodes', () => {
  test('are known when all are listed', async () => {
    const { seen, calls } = await started([list, watching]);
    expect(seen()).toEqual(all);
    expect(calls).toEqual(['readability changed']);
  });

  test('are known when listing is forbidden, and count once it is permitted', async () => {
    const { seen, clock } = await started([forbidden, list, watching]);
    expect(seen()).toEqual(none);
    await clock.advance(30_000);
    expect(seen()).toEqual(all);
  });

  test('are not known while the server does not answer', async () => {
    const { seen, clock } = await started([refusedStream(500), refusedStream(503), list, watching]);
    expect(seen()).toEqual({ ...none, isKnown: false });
    await clock.advance(10_000);
    expect(seen()).toEqual(all);
  });

  test('count as unknown once they may not be read any more', async () => {
    const refused = Array.from({ length: 30 }, () => forbidden);
    const { seen, clock } = await started([list, ...refused, list, watching]);
    expect(seen()).toEqual(all);
    await clock.advance(120_000);
    expect(seen()).toEqual(none);
    await clock.advance(3_000_000);
    expect(seen()).toEqual(all);
  });

  test('are reported as forbidden once, however often the list is retried', async () => {
    const { calls, clock } = await started([forbidden]);
    await clock.advance(600_000);
    expect(calls).toEqual(['list failed']);
  });
});

async function refreshed(script: Script) {
  const { clock, nodeWatch, seen } = await started(script);
  let isOver = false;
  void nodeWatch.refresh().then(() => (isOver = true));
  await clock.advance(0);
  return { clock, nodeWatch, outcome: () => ({ isOver, state: seen().state }) };
}

describe('a refresh of the nodes', () => {
  test('ends when they are listed again', async () => {
    const { outcome } = await refreshed([list, watching, empty, watching]);
    expect(outcome()).toEqual({ isOver: true, state: 'Deleted' });
  });

  test('does not wait for the next retry after a failed watch', async () => {
    const { outcome } = await refreshed([list, refusedStream(500), empty, watching]);
    expect(outcome()).toEqual({ isOver: true, state: 'Deleted' });
  });

  test('lasts while the server does not answer', async () => {
    const { outcome, clock } = await refreshed([
      list,
      watching,
      refusedStream(500),
      refusedStream(503),
      empty,
      watching,
    ]);
    expect(outcome()).toEqual({ isOver: false, state: 'NotReady' });
    await clock.advance(10_000);
    expect(outcome()).toEqual({ isOver: true, state: 'Deleted' });
  });

  test('ends when they may not be read any more', async () => {
    const { outcome } = await refreshed([list, watching, forbidden]);
    expect(outcome().isOver).toBe(true);
  });

  test('ends at once where they may not be read', async () => {
    const { outcome, nodeWatch } = await refreshed([forbidden, refusedStream(500)]);
    expect(outcome().isOver).toBe(true);
    await nodeWatch.refresh();
  });

  test('that is followed by another ends with that one', async () => {
    const { outcome, clock, nodeWatch } = await refreshed([list, watching, refusedStream(500), forbidden]);
    expect(outcome().isOver).toBe(false);
    void nodeWatch.refresh();
    await clock.advance(0);
    expect(outcome().isOver).toBe(true);
  });
});
