// A connection that stays open while there are no calls.
import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../../src/kube/connect.ts';
import { silentObserver, type RequestFinished } from '../../../src/kube/observer.ts';
import { systemClock, type Clock } from '../../../src/kube/timing/clock.ts';
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

  it('serves the next call, is not observed, and ends with its owner', async () => {
    const server = await ScriptedServer.start((_, response) => void response.end('{}'));
    const observed: string[] = [];
    const requestFinished = ({ verb }: RequestFinished) => void observed.push(verb);
    const observer = { ...silentObserver, requestFinished };
    const pause = watchPause();
    const connection = connect(server.kubeConfig, { observer, userAgent: 'test', clock: pause.clock });
    cleanups.push(
      () => connection.close(),
      () => server.stop(),
    );
    connection.keepWarm();
    await pause.begun;
    // undici takes a connection for busy until the event loop has turned.
    await settle();
    await connection.client.get(things, { namespace: 'shop', name: 'a' });
    expect([server.requests[0], server.connections, observed]).toEqual(['GET /version', 1, ['get']]);
    await connection.close();
    await pause.cancelled;
  });
});

/** The system's clock, and what becomes of the pause of 30 s. */
function watchPause() {
  const begun = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  const setTimer = (delayMs: number, run: () => void): (() => void) => {
    const cancel = systemClock.setTimer(delayMs, run);
    if (delayMs !== 30_000) return cancel;
    begun.resolve();
    return () => {
      cancel();
      cancelled.resolve();
    };
  };
  const clock: Clock = {
    wallMs: () => systemClock.wallMs(),
    monotonicMs: () => systemClock.monotonicMs(),
    setTimer,
  };
  return { clock, begun: begun.promise, cancelled: cancelled.promise };
}
