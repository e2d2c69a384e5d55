import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/kube/api/apiError.ts';
import { connect, type ConnectOptions, type Connection } from '../../src/kube/connect.ts';
import { silentObserver, type RequestFinished } from '../../src/kube/observer.ts';
import { things } from '../support/servers/reflected.ts';
import { ScriptedServer, type Handler } from '../support/servers/scriptedServer.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

interface Setup extends Connection {
  readonly server: ScriptedServer;
  readonly finished: RequestFinished[];
}

async function setUp(handler: Handler, options: Partial<ConnectOptions> = {}): Promise<Setup> {
  const server = await ScriptedServer.start(handler);
  const finished: RequestFinished[] = [];
  const observer = { ...silentObserver, requestFinished: (request: RequestFinished) => finished.push(request) };
  const connection = connect(server.kubeConfig, { observer, userAgent: 'test/1', ...options });
  cleanups.push(
    () => connection.close(),
    () => server.stop(),
  );
  return { ...connection, server, finished };
}

const name = { namespace: 'shop', name: 'a' };

async function failure(request: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await request.catch((cause: unknown) => cause);
  if (error instanceof ApiError) return error;
  throw new Error('Cannot return the error: the call did not fail with one of ours');
}

describe('connections', () => {
  it('are shared: 500 requests open a handful', async () => {
    const { client, server } = await setUp((_, response) => void response.end('{}'));
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 10 }, () => client.get(things, name)));
    }
    expect(server.requests).toHaveLength(500);
    expect(server.connections).toBeLessThanOrEqual(20);
  });

  it('that are dead cost one deadline, not one each', async () => {
    const frozen = new Set<unknown>();
    const { client, server } = await setUp(
      ({ socket }, response) => {
        if (!frozen.has(socket)) response.end('{}');
        sockets.add(socket);
      },
      { deadlineMs: 100 },
    );
    const sockets = new Set<unknown>();
    await Promise.all(Array.from({ length: 5 }, () => client.get(things, name)));
    for (const socket of sockets) frozen.add(socket);
    expect((await failure(client.get(things, name))).message).toContain('no answer within 100 ms');
    const before = server.connections;
    await client.get(things, name);
    expect(server.connections).toBe(before + 1);
  });

  it('are all closed by close, also in the middle of a request', async () => {
    const { server, ...connection } = await setUp(() => undefined);
    const pending = failure(connection.client.get(things, name));
    while (server.connections === 0) await new Promise((resolve) => setImmediate(resolve));
    await connection.close();
    await server.allClosed();
    expect((await pending).code).toBeUndefined();
  });
});

describe('a request', () => {
  it('has user agent and credentials', async () => {
    let headers: NodeJS.Dict<string | string[]> = {};
    const { client } = await setUp((request, response) => {
      ({ headers } = request);
      response.end('{}');
    });
    await client.get(things, name);
    expect(headers).toMatchObject({
      authorization: 'Bearer secret',
      'user-agent': 'test/1',
      accept: 'application/json',
    });
  });

  it.each([
    ['get', 'GET /apis/test.io/v1/namespaces/shop/things/a'],
    ['list', 'GET /apis/test.io/v1/namespaces/shop/things?limit=250'],
    ['create', 'POST /apis/test.io/v1/namespaces/shop/things'],
    ['update', 'PUT /apis/test.io/v1/namespaces/shop/things/a'],
    ['updateStatus', 'PUT /apis/test.io/v1/namespaces/shop/things/a/status'],
    ['apply', 'PATCH /apis/test.io/v1/namespaces/shop/things/a?fieldManager=me&force=true'],
    ['jsonPatch', 'PATCH /apis/test.io/v1/namespaces/shop/things/a'],
    ['delete', 'DELETE /apis/test.io/v1/namespaces/shop/things/a'],
  ] as const)('for %s is %s', async (verb, expected) => {
    const { client, server } = await setUp((_, response) => void response.end('{}'));
    const body = { metadata: name };
    const requests = {
      get: () => client.get(things, name),
      list: () => client.list(things, { namespace: 'shop' }),
      create: () => client.create(things, body),
      update: () => client.update(things, body),
      updateStatus: () => client.updateStatus(things, body),
      apply: () => client.apply(things, body, { fieldManager: 'me', force: true }),
      jsonPatch: () => client.jsonPatch(things, name, []),
      delete: () => client.delete(things, name, {}),
    };
    await requests[verb]();
    expect(server.requests).toEqual([expected]);
  });

  it('keeps unknown fields and microseconds', async () => {
    const odd = { metadata: { ...name, time: '2026-01-01T00:00:00.123456Z' }, unknown: { field: [1, null] } };
    const { client } = await setUp((request, response) => void request.pipe(response));
    expect(await client.update(things, odd)).toEqual({ ...odd, apiVersion: 'test.io/v1', kind: 'Thing' });
  });

  it('for a deletion has preconditions', async () => {
    const bodies: string[] = [];
    const { client } = await setUp(async (request, response) => {
      bodies.push(await text(request));
      response.end('{}');
    });
    await client.delete(things, name, { uid: 'uid-a', resourceVersion: '7' });
    expect(JSON.parse(bodies[0] ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions: { uid: 'uid-a', resourceVersion: '7' },
    });
  });

  it('is counted with its verb, resource, status and duration', async () => {
    const { client, finished } = await setUp((_, response) => void response.writeHead(404).end());
    await failure(client.updateStatus(things, { metadata: name }));
    const seconds = expect.any(Number);
    expect(finished).toEqual([{ verb: 'update', resource: 'things/status', code: 404, seconds }]);
  });
});

describe('a failure', () => {
  it('names the action, the object and the reason', async () => {
    const status = { kind: 'Status', reason: 'Conflict', message: 'the object has been modified', code: 409 };
    const { client } = await setUp((_, response) => void response.writeHead(409).end(JSON.stringify(status)));
    const error = await failure(client.update(things, { metadata: name }));
    expect(error.message).toBe('Cannot update Thing shop/a: Conflict (409): the object has been modified');
    expect([error.code, error.reason, error.outcomeUnknown]).toEqual([409, 'Conflict', false]);
  });

  it('quotes a response that is not from Kubernetes', async () => {
    const { client } = await setUp((_, response) => void response.writeHead(502).end('<h1>bad gateway</h1>\n'));
    const error = await failure(client.list(things, {}));
    expect(error.message).toBe('Cannot list things: HTTP 502: <h1>bad gateway</h1>');
  });

  it('cuts long texts', async () => {
    const { client } = await setUp((_, response) => void response.writeHead(500).end('x'.repeat(100_000)));
    expect((await failure(client.get(things, name))).message.length).toBeLessThan(1100);
  });

  it('has the time of Retry-After', async () => {
    const { client } = await setUp((_, response) => void response.writeHead(429, { 'retry-after': '3' }).end());
    expect((await failure(client.get(things, name))).retryAfterMs).toBe(3000);
  });

  it.each([
    ['cut off', () => undefined, 'other side closed'],
    ['an answer that is no JSON', (response: { end(text: string): unknown }) => response.end('{'), 'not JSON'],
  ])('leaves the outcome of a write unknown after %s', async (_, answer, message) => {
    const { client } = await setUp((request, response) => {
      request.resume().on('end', () => {
        answer(response);
        request.socket.destroySoon();
      });
    });
    const error = await failure(client.update(things, { metadata: name }));
    expect(error.message).toContain(message);
    expect(error.outcomeUnknown).toBe(true);
    expect((await failure(client.get(things, name))).outcomeUnknown).toBe(false);
  });

  it.each([
    [500, true],
    [504, true],
    [403, false],
  ])('with status %i leaves the outcome of a write unknown: %s', async (code, unknown) => {
    const { client } = await setUp((_, response) => void response.writeHead(code).end());
    expect((await failure(client.delete(things, name, {}))).outcomeUnknown).toBe(unknown);
  });

  it('of a server that cannot be reached has a known outcome: nothing was written', async () => {
    const { client, server } = await setUp(() => undefined);
    const { url } = server;
    await server.stop();
    cleanups.pop();
    const error = await failure(client.update(things, { metadata: name }));
    expect(error.message).toBe(`Cannot update Thing shop/a: connect ECONNREFUSED ${url.replace('http://', '')}`);
    expect(error.outcomeUnknown).toBe(false);
  });

  it('comes at the deadline without a response', async () => {
    const { client } = await setUp(() => undefined, { deadlineMs: 30 });
    const error = await failure(client.update(things, { metadata: name }));
    expect(error.message).toBe('Cannot update Thing shop/a: no answer within 30 ms');
    expect(error.outcomeUnknown).toBe(true);
  });

  it('comes at the deadline when a response starts but does not end', async () => {
    const { client } = await setUp((_, response) => void response.write('{'), { deadlineMs: 30 });
    expect((await failure(client.get(things, name))).message).toContain('no answer within 30 ms');
  });
});
