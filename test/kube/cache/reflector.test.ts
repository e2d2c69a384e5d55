import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { Reflected, thing, stoppedAfterEach } from '../../support/servers/reflected.ts';
import {
  json,
  refusal,
  refusedStream,
  ScriptedTransport,
  slowStream,
  stream,
  type SendAnswer,
} from '../../support/servers/scriptedTransport.ts';

const running = stoppedAfterEach();

type Streams = ConstructorParameters<typeof ScriptedTransport>[1];

async function reflect(lists: readonly SendAnswer[], streams: Streams = [stream([])], options = {}) {
  const clock = new FakeClock();
  const transport = new ScriptedTransport(lists, streams);
  const reflected = new Reflected(transport, { clock, ...options });
  running.push(reflected);
  await clock.advance(0);
  return { clock, transport, reflected };
}

function list(resourceVersion: number, ...items: readonly object[]): SendAnswer {
  return json({ metadata: { resourceVersion: String(resourceVersion) }, items });
}

const event = (type: string, object: object): object => ({ type, object });
const bookmark = (resourceVersion: string): object => event('BOOKMARK', { metadata: { resourceVersion } });
const gone = { type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old resource version' } };

describe('listing', () => {
  it('reads all pages before it reports a change', async () => {
    const first = json({ metadata: { resourceVersion: '9', continue: 'more' }, items: [thing('a', 1)] });
    const { transport, reflected } = await reflect([first, list(9, thing('b', 2))]);
    expect(transport.parameters('sent', 'limit')).toEqual(['250', '250']);
    expect(transport.parameters('sent', 'continue')).toEqual([null, 'more']);
    expect(transport.parameters('sent', 'resourceVersion')).toEqual([null, null]);
    expect(reflected.reported).toEqual(['Added uid-a@1 by list', 'Added uid-b@2 by list']);
    await reflected.reflector.synced;
  });

  it('requests only the resource, namespace and selector that it follows', async () => {
    const { transport } = await reflect([list(1)], [stream([])], { namespace: 'shop', labelSelector: 'a=b' });
    for (const { path } of [...transport.sent, ...transport.streamed]) {
      expect(path).toMatch(/^\/apis\/test.io\/v1\/namespaces\/shop\/things\?.*labelSelector=a%3Db/);
    }
  });

  it.each([429, 500, 503, 504])('is retried after %i, and the reflector is synced only after success', async (code) => {
    const { clock, transport, reflected } = await reflect([refusal(code), refusal(code), list(3, thing('a', 1))]);
    expect([transport.sent.length, reflected.store.size]).toEqual([1, 0]);
    await clock.advance(50);
    expect(transport.sent).toHaveLength(2);
    await clock.advance(100);
    expect(reflected.store.size).toBe(1);
  });

  it('is retried without a response, with exponential backoff up to a ceiling', async () => {
    const { clock, transport } = await reflect([new Error('connection refused')]);
    await clock.advance(60_000);
    const { length } = transport.sent;
    expect(length).toBeGreaterThan(20);
    await clock.advance(25_000);
    expect(transport.sent).toHaveLength(length + 10);
  });

  it('is retried more slowly without permission, but for ever', async () => {
    const { clock, transport } = await reflect([refusal(403, 'Forbidden')]);
    await clock.advance(600_000);
    const { length } = transport.sent;
    expect(length).toBeLessThan(50);
    await clock.advance(30_000);
    expect(transport.sent.length).toBeGreaterThan(length);
  });

  it('waits as long as Retry-After says', async () => {
    const { clock, transport } = await reflect([refusal(429, 'TooManyRequests', 7000), list(1)]);
    await clock.advance(6999);
    expect(transport.sent).toHaveLength(1);
    await clock.advance(1);
    expect(transport.sent).toHaveLength(2);
  });
});

describe('watching', () => {
  it('starts at the version of the list and applies all events', async () => {
    const events = [
      event('ADDED', thing('a', 11)),
      event('MODIFIED', thing('a', 12)),
      event('DELETED', thing('a', 13)),
    ];
    const { transport, reflected } = await reflect([list(10)], [stream(events)]);
    expect(transport.parameters('streamed', 'resourceVersion')).toEqual(['10']);
    expect(transport.parameters('streamed', 'allowWatchBookmarks')).toEqual(['true']);
    expect(reflected.reported).toEqual([
      'Added uid-a@11 by watch',
      'Modified uid-a@12 by watch',
      'Deleted uid-a@13 by watch',
    ]);
  });

  it('resumes at the last event or bookmark when the server ends it, and reports no restart', async () => {
    const ended = [event('ADDED', thing('a', 11)), bookmark('25')];
    const { clock, transport, reflected } = await reflect([list(10)], [stream(ended, 'end'), stream([])]);
    await clock.advance(0);
    expect(transport.parameters('streamed', 'resourceVersion')).toEqual(['10', '25']);
    expect(reflected.restarts).toEqual([]);
    expect(transport.sent).toHaveLength(1);
  });

  it.each([
    ['reset', stream([event('ADDED', thing('a', 11))], new Error('read ECONNRESET')), 'broken'],
    ['cut within a line', stream([event('ADDED', thing('a', 11)), '{"type":"ADD'], 'end'), 'broken'],
    ['garbled', stream([event('ADDED', thing('a', 11)), 'garbage\n']), 'garbled'],
    ['of another form', stream([event('ADDED', thing('a', 11)), '{"type":"NEWS","object":{}}\n']), 'garbled'],
    ['of no object', stream([event('ADDED', thing('a', 11)), 'null\n']), 'garbled'],
    ['in error', stream([event('ADDED', thing('a', 11)), event('ERROR', { code: 500 })]), 'refused'],
  ] as const)('resumes at the last event when it is %s', async (_, broken, reason) => {
    const { clock, transport, reflected } = await reflect(
      [list(10)],
      [broken, stream([event('MODIFIED', thing('a', 12))])],
    );
    await clock.advance(50);
    expect(transport.parameters('streamed', 'resourceVersion')).toEqual(['10', '11']);
    expect(reflected.reported).toEqual(['Added uid-a@11 by watch', 'Modified uid-a@12 by watch']);
    expect(reflected.restarts).toEqual([reason]);
  });

  it.each([429, 500, 503, 504])('is retried when it is refused with %i', async (code) => {
    const { clock, transport, reflected } = await reflect([list(10)], [refusedStream(code), stream([])]);
    await clock.advance(50);
    expect(transport.streamed).toHaveLength(2);
    expect(reflected.restarts).toEqual(['refused']);
  });

  it.each([
    ['in an event', stream([gone])],
    ['in the answer', refusedStream(410)],
  ])('lists again when its version has expired, as reported %s', async (_, expired) => {
    const lists = [list(10, thing('a', 1), thing('b', 2)), list(40, thing('a', 1), thing('c', 30))];
    const { clock, transport, reflected } = await reflect(lists, [expired, stream([])]);
    await clock.advance(50);
    expect(reflected.reported.slice(2)).toEqual(['Deleted uid-b@2 by list', 'Added uid-c@30 by list', 'relisted 2']);
    expect(transport.parameters('streamed', 'resourceVersion')).toEqual(['10', '40']);
  });

  it('lists again when the server refuses it several times in a row', async () => {
    const { clock, transport } = await reflect([list(10)], [refusedStream(500)]);
    await clock.advance(4000);
    expect(transport.sent.length).toBeGreaterThan(1);
  });

  it('does not list again when there is no response', async () => {
    const { clock, transport } = await reflect([list(10)], [() => new Error('connection refused')]);
    await clock.advance(600_000);
    expect(transport.sent).toHaveLength(1);
  });

  it('backs off when the server ends every watch at once', async () => {
    const { clock, transport, reflected } = await reflect([list(10)], [stream([], 'end')]);
    await clock.advance(60_000);
    expect(transport.streamed.length).toBeLessThan(40);
    expect(new Set(reflected.restarts)).toEqual(new Set(['broken']));
  });

  it('resets the backoff after an event', async () => {
    const refusals = Array.from({ length: 4 }, () => refusedStream(503));
    const answered = stream([bookmark('11')], new Error('reset'));
    const { clock, transport } = await reflect([list(10)], [...refusals, answered, stream([])]);
    await clock.advance(50 + 100 + 200 + 400);
    expect(transport.streamed).toHaveLength(5);
    await clock.advance(50);
    expect(transport.streamed).toHaveLength(6);
  });
});

describe('silence', () => {
  it('longer than the limit restarts the watch', async () => {
    const { clock, transport, reflected } = await reflect([list(10)], [stream([])], { idleTimeoutMs: 15_000 });
    await clock.advance(14_999);
    expect(reflected.restarts).toEqual([]);
    await clock.advance(1);
    expect(reflected.restarts).toEqual(['idle']);
    await clock.advance(50);
    expect(transport.streamed).toHaveLength(2);
  });

  it('is counted from the last line', async () => {
    const clock = new FakeClock();
    const pause = (): Promise<void> => new Promise((resolve) => void clock.setTimer(10_000, resolve));
    const slow = slowStream([bookmark('11'), bookmark('12')], pause);
    const reflected = new Reflected(new ScriptedTransport([list(10)], [slow]), { clock, idleTimeoutMs: 15_000 });
    running.push(reflected);
    await clock.advance(34_999);
    expect(reflected.restarts).toEqual([]);
    await clock.advance(1);
    expect(reflected.restarts).toEqual(['idle']);
  });

  it('of a working watch is shorter, because the server is asked to end it before', async () => {
    const { transport } = await reflect([list(10)], [stream([])], { idleTimeoutMs: 15_000, random: () => 0.999 });
    expect(transport.parameters('streamed', 'timeoutSeconds')).toEqual(['11']);
  });
});

describe('a bookmark', () => {
  it('advances the horizon, so that an older response to a write is ignored', async () => {
    const { reflected } = await reflect([list(10)], [stream([bookmark('20')])]);
    const { metadata } = thing('a', 15);
    const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata ?? {};
    reflected.store.observeWrite({ metadata: { namespace, name, uid, resourceVersion }, label: 'plain' });
    expect(reflected.store.size).toBe(0);
  });
});

describe('objects', () => {
  it('are transformed once per version, however often it is received', async () => {
    const looks: string[] = [];
    const transform = ({
      metadata: { namespace = '', name = '', uid = '', resourceVersion = '' } = {},
    }: KubeObject) => {
      looks.push(resourceVersion);
      return { metadata: { namespace, name, uid, resourceVersion }, label: 'plain' };
    };
    const events = [thing('a', 12), thing('a', 12), thing('a', 13)].map((object) => event('MODIFIED', object));
    const { reflected } = await reflect([list(10)], [stream([...events, event('DELETED', thing('a', 13))])], {
      transform,
    });
    expect(looks).toEqual(['12', '13', '13']);
    expect(reflected.store.size).toBe(0);
  });

  it('that cannot be read are reported and left out, and the others are stored', async () => {
    const poison = thing('bad', 11, { label: 'poison' });
    const { reflected } = await reflect([list(10)], [stream([event('ADDED', poison), event('ADDED', thing('a', 12))])]);
    expect(reflected.reported).toEqual(['Added uid-a@12 by watch']);
    expect(reflected.errors).toEqual([new Error('bad is poisoned')]);
    expect(reflected.restarts).toEqual([]);
  });

  it('that cannot be read any more lose their stored state', async () => {
    const poison = event('MODIFIED', thing('a', 12, { label: 'poison' }));
    const { reflected } = await reflect([list(10, thing('a', 1)), list(12)], [stream([poison])]);
    expect(reflected.reported.at(-1)).toBe('Deleted uid-a@1 by list');
    expect([reflected.store.size, reflected.rejected]).toEqual([0, ['shop/a']]);
  });

  it('are read once more by themselves before they are left out, and stay stored meanwhile', async () => {
    const poison = event('MODIFIED', thing('a', 12, { label: 'poison' }));
    const { transport, reflected } = await reflect(
      [list(10, thing('a', 1)), list(12, thing('a', 12))],
      [stream([poison])],
    );
    expect(transport.parameters('sent', 'fieldSelector')).toEqual([null, 'metadata.name=a']);
    expect(reflected.reported.slice(1)).toEqual(['Modified uid-a@12 by watch']);
    expect(reflected.rejected).toEqual([]);
  });

  it('are reported each time that they cannot be read, as repeated until they can', async () => {
    const [bad, good] = [11, 13].map((version) => thing('a', version, { label: version === 13 ? 'plain' : 'poison' }));
    const events = [bad, bad, good, { ...bad, metadata: { ...bad?.metadata, resourceVersion: '14' } }];
    const changes = events.map((object) => event('MODIFIED', object ?? {}));
    const { reflected } = await reflect([list(10)], [stream(changes)]);
    expect(reflected.rejected).toEqual(['shop/a', 'shop/a again', 'shop/a']);
  });

  it('that are deleted in an unreadable state are removed', async () => {
    const poison = event('DELETED', thing('a', 12, { label: 'poison' }));
    const { reflected } = await reflect([list(10, thing('a', 1))], [stream([poison])]);
    expect(reflected.reported.at(-1)).toBe('Deleted uid-a@1 by watch');
  });

  it('of a JSON list that cannot be read are reported by name and left out', async () => {
    const lists = [list(10, thing('bad', 1, { label: 'poison' }), thing('a', 2)), list(10)];
    const { reflected } = await reflect(lists);
    expect([reflected.reported, reflected.rejected]).toEqual([['Added uid-a@2 by list'], ['shop/bad']]);
  });

  it('that the transform no longer keeps are removed', async () => {
    const dull = thing('a', 12, { label: 'dull' });
    const { reflected } = await reflect([list(10, thing('a', 1))], [stream([event('MODIFIED', dull)])]);
    expect(reflected.reported.at(-1)).toBe('Deleted uid-a@1 by watch');
    expect(reflected.store.size).toBe(0);
  });

  it('that were recreated under the same name are a Deleted and an Added', async () => {
    const events = [event('DELETED', thing('a', 11)), event('ADDED', thing('a', 12, { uid: 'new' }))];
    const { reflected } = await reflect([list(10, thing('a', 1))], [stream(events)]);
    expect(reflected.reported.slice(1)).toEqual(['Deleted uid-a@11 by watch', 'Added new@12 by watch']);
  });
});

describe('stopping', () => {
  it.each([
    ['in a watch', [list(1)], [stream([])]],
    ['in a pause', [new Error('no')], []],
  ])('%s leaves no timer and sends no more requests', async (_, lists, streams) => {
    const { clock, transport, reflected } = await reflect(lists, streams);
    await reflected.stop();
    expect(clock.pending).toBe(0);
    const before = transport.sent.length + transport.streamed.length;
    await clock.advance(600_000);
    expect(transport.sent.length + transport.streamed.length).toBe(before);
    expect(reflected.restarts).toEqual([]);
  });
});
