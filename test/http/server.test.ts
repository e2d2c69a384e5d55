import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { textResponse, type HttpResponse } from '../../src/http/response.ts';
import { ListenError, serve, type Routes, type RunningServer } from '../../src/http/server.ts';

let server: RunningServer;
const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

/** ConcurrencyLimit of the event loop while a response of a hundred pieces was written. */
let concurrency = 0;

function* pieces(): Generator<string, void, void> {
  concurrency = 0;
  for (let piece = 0; piece < 100; piece++) {
    setImmediate(() => void concurrency++);
    yield `${'x'.repeat(1000)}\n`;
  }
}

beforeEach(async () => {
  const routes: Routes = new Map<string, () => HttpResponse | Promise<HttpResponse>>([
    ['/healthz', () => textResponse(200, 'ok')],
    ['/broken', () => Promise.reject(new Error('out of order'))],
    ['/long', () => ({ status: 200, contentType: 'text/plain', body: pieces() })],
  ]);
  server = await serve(routes, { host: '127.0.0.1', port: 0 });
});

afterEach(() => server.close());

describe('the server', () => {
  test('answers a path with or without a query', async () => {
    const answer = await get('/healthz?verbose');
    expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);
  });

  test('answers HEAD without a body', async () => {
    expect(await (await get('/healthz', { method: 'HEAD' })).text()).toBe('');
  });

  test.each([
    ['/nothing', 'GET', 404],
    ['/healthz', 'POST', 405],
    ['/broken', 'GET', 500],
  ])('answers %s %s with %i', async (path, method, status) => {
    expect((await get(path, { method })).status).toBe(status);
  });

  test('yields between the pieces of a long response', async () => {
    expect(await (await get('/long')).text()).toHaveLength(100_100);
    expect(concurrency).toBeGreaterThanOrEqual(50);
  });

  test('continues after a client has hung up early', async () => {
    const hangUp = new AbortController();
    const answer = await get('/long', { signal: hangUp.signal });
    hangUp.abort();
    await expect(answer.text()).rejects.toThrow(/abort/i);
    expect((await get('/healthz')).status).toBe(200);
  });

  test('names an address that it cannot listen on', async () => {
    const taken = serve(new Map(), { host: '127.0.0.1', port: server.port });
    await expect(taken).rejects.toThrow(ListenError);
    await expect(taken).rejects.toThrow(`127.0.0.1:${server.port}`);
  });
});
