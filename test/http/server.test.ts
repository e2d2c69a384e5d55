import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ListenError, serve, text, type RunningServer } from '../../src/http/server.ts';

let server: RunningServer;
const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

beforeEach(async () => {
  const routes = new Map([
    ['/healthz', () => text(200, 'ok')],
    ['/broken', () => Promise.reject(new Error('out of order'))],
  ]);
  server = await serve(routes, { host: '127.0.0.1', port: 0 });
});

afterEach(() => server.close());

describe('the server', () => {
  test('answers a path, with or without a query', async () => {
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

  test('names the address that it cannot listen on', async () => {
    const taken = serve(new Map(), { host: '127.0.0.1', port: server.port });
    await expect(taken).rejects.toThrow(ListenError);
    await expect(taken).rejects.toThrow(`127.0.0.1:${server.port}`);
  });
});
