// One request and its whole response, and a request that ends before it.
import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { exchange, type Exchange, type Received } from '../../../src/kube/transport/exchange.ts';
import { ScriptedServer, type Handler } from '../../support/servers/scriptedServer.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

interface Setup {
  readonly server: ScriptedServer;
  readonly agent: Agent;
  readonly get: (path: string, options?: Partial<Exchange>) => Promise<Received<string>>;
}

/** All requests share one connection. */
async function setUp(handler: Handler): Promise<Setup> {
  const server = await ScriptedServer.start(handler);
  const agent = new Agent({ connections: 1, allowH2: false });
  cleanups.push(
    () => agent.destroy(),
    () => server.stop(),
  );
  const get: Setup['get'] = (path, options = {}) =>
    exchange(agent, { origin: server.url, method: 'GET', path, ...options });
  return { server, agent, get };
}

const gone = new Error('aborted by the test');

describe('an exchange', () => {
  it('collects the response, also when a chunk ends within a character', async () => {
    const bytes = Buffer.from('{"name":"größe"}');
    const { get } = await setUp(async (_, response) => {
      response.writeHead(404, { 'retry-after': '7' });
      for (const byte of bytes) await new Promise((sent) => response.write(Buffer.of(byte), sent));
      response.end();
    });
    const { status, headers, body } = await get('/a');
    expect({ status, retryAfter: headers['retry-after'], body }).toEqual({
      status: 404,
      retryAfter: '7',
      body: '{"name":"größe"}',
    });
  });

  it('collects a long response', async () => {
    const long = JSON.stringify(Array.from({ length: 50_000 }, (_, index) => `größe-${index}`));
    const { get } = await setUp((_, response) => void response.end(long));
    expect((await get('/a')).body === long).toBe(true);
  });

  it('ignores informational responses before the final one', async () => {
    const { get } = await setUp((_, response) => {
      response.writeProcessing();
      response.writeHead(201, { 'x-which': 'last' }).end('made');
    });
    expect(await get('/a')).toMatchObject({ status: 201, headers: { 'x-which': 'last' }, body: 'made' });
  });

  it('fails when the response is cut off', async () => {
    const { get } = await setUp((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await expect(get('/a')).rejects.toThrow('other side closed');
  });

  it('sends nothing when it was aborted before', async () => {
    const { server, get } = await setUp((_, response) => void response.end());
    await expect(get('/a', { signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
    expect(server.requests).toEqual([]);
  });

  it('ends at once when it is aborted while it waits for a connection, and sends nothing', async () => {
    const release = Promise.withResolvers<void>();
    const { server, get } = await setUp(async (_, response) => {
      await release.promise;
      response.end();
    });
    const first = get('/first');
    const abort = new AbortController();
    const second = get('/second', { signal: abort.signal });
    const third = get('/third');
    abort.abort(gone);
    await expect(second).rejects.toBe(gone);
    release.resolve();
    await Promise.all([first, third]);
    expect(server.requests).toEqual(['GET /first', 'GET /third']);
  });

  it('closes its connection when it is aborted in the middle of the response', async () => {
    const abort = new AbortController();
    const { server, get } = await setUp((_, response) => {
      response.write('half', () => abort.abort(gone));
    });
    await expect(get('/a', { signal: abort.signal })).rejects.toBe(gone);
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    await server.allClosed();
  });

  it('leaves no listener on the signal', async () => {
    const { get } = await setUp((_, response) => void response.end());
    const { signal } = new AbortController();
    await get('/a', { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('fails when its connections are destroyed', async () => {
    const { get, agent } = await setUp((_, response) => void response.end());
    await agent.destroy();
    await expect(get('/a')).rejects.toThrow('destroyed');
  });

  it('sends nothing when beforeSending throws', async () => {
    const { server, get } = await setUp((_, response) => void response.end());
    const beforeSending = (): void => {
      throw gone;
    };
    await expect(get('/a', { beforeSending })).rejects.toBe(gone);
    expect(server.requests).toEqual([]);
    expect(await get('/b')).toMatchObject({ status: 200 });
  });
});
