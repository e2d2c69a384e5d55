// A connection that stays open while there are no calls.
import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../../src/kube/connect.ts';
import { silentObserver, type RequestFinished } from '../../../src/kube/observer.ts';
import { keepWarm } from '../../../src/kube/transport/warmConnection.ts';
import { FakeClock, settle } from '../../support/clocks/fakeClock.ts';
import { things } from '../../support/servers/reflected.ts';
import { ScriptedServer } from '../../support/servers/scriptedServer.ts';
import { json, refusal, ScriptedTransport } from '../../support/servers/scriptedTransport.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function setUp(...answers: ConstructorParameters<typeof ScriptedTransport>[0]) {
  const clock = new FakeClock();
  const transport = new ScriptedTransport(answers);
  const stop = new AbortController();
  const ended = keepWarm(transport, clock, stop.signal);
  return { clock, transport, stop, ended };
}

describe('a warm connection', () => {
  it('is used at the start and then every 30 s, by reads only and after all other calls', async () => {
    const { clock, transport, stop, ended } = setUp(json({}));
    await settle();
    expect(transport.sent).toHaveLength(1);
    await clock.advance(29_999);
    expect(transport.sent).toHaveLength(1);
    await clock.advance(30_001);
    expect(transport.sent).toHaveLength(3);
    for (const { method, pool, priority } of transport.sent) {
      expect({ method, pool, priority: priority ?? 'background' }).toEqual({
        method: 'GET',
        pool: 'calls',
        priority: 'background',
      });
    }
    stop.abort();
    await ended;
  });

  it.each([
    ['is refused', refusal(403)],
    ['has no answer', new Error('broken')],
  ])('is used again when a request %s', async (_, answer) => {
    const { clock, transport, stop, ended } = setUp(answer);
    await clock.advance(60_000);
    expect(transport.sent).toHaveLength(3);
    stop.abort();
    await ended;
  });

  it('leaves no timer and no listener when it ends', async () => {
    const { clock, stop, ended } = setUp(json({}));
    await settle();
    stop.abort();
    await ended;
    expect(clock.pending).toBe(0);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('serves the next call, and is not observed', async () => {
    const server = await ScriptedServer.start((_, response) => void response.end('{}'));
    const observed: string[] = [];
    const requestFinished = ({ verb }: RequestFinished) => void observed.push(verb);
    const observer = { ...silentObserver, requestFinished };
    const connection = connect(server.kubeConfig, { observer, userAgent: 'test' });
    const stop = new AbortController();
    const clock = new FakeClock();
    cleanups.push(
      async () => stop.abort(),
      () => connection.close(),
      () => server.stop(),
    );
    void keepWarm(connection.transport, clock, stop.signal);
    while (clock.pending === 0) await settle();
    // undici takes a connection for busy until the event loop has turned.
    await settle();
    await connection.client.get(things, { namespace: 'shop', name: 'a' });
    expect([server.requests[0], server.connections, observed]).toEqual(['GET /version', 1, ['get']]);
  });
});
