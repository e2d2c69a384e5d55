// Nothing is written without a leadership, not even a write that was allowed when it was requested.
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../src/kube/api/apiError.ts';
import { connect, type ConnectOptions, type Connection } from '../../../src/kube/connect.ts';
import type { Leadership } from '../../../src/kube/leaderElection/leadership.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import { thing, things } from '../../support/servers/reflected.ts';
import { ScriptedServer, type Handler } from '../../support/servers/scriptedServer.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

class Reign implements Leadership {
  readonly isSuccession = true;
  readonly ended = new AbortController();
  held = true;

  get signal(): AbortSignal {
    return this.ended.signal;
  }

  isHeld(): boolean {
    return this.held;
  }
}

async function setUp(handler: Handler, options: Partial<ConnectOptions> = {}) {
  const server = await ScriptedServer.start(handler);
  const connection: Connection = connect(server.kubeConfig, {
    observer: silentObserver,
    userAgent: 'test',
    ...options,
  });
  const reign = new Reign();
  cleanups.push(
    () => connection.close(),
    () => server.stop(),
  );
  return { server, connection, reign, ...connection.under(reign) };
}

const name = { namespace: 'shop', name: 'a' };
const a = thing('a', 1);

async function failure(request: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await request.catch((cause: unknown) => cause);
  if (error instanceof ApiError) return error;
  throw new Error('Cannot return the error: the call did not fail with one of ours');
}

const echo: Handler = async (request, response) => {
  response.end((await text(request)) || '{}');
};

describe('a client under a leadership', () => {
  it('reads and writes while the leadership is held', async () => {
    const { client, background } = await setUp(echo);
    await expect(client.update(things, a)).resolves.toMatchObject({ metadata: { name: 'a' } });
    await expect(background.updateStatus(things, a)).resolves.toMatchObject({ metadata: { name: 'a' } });
    await client.get(things, name);
  });

  it.each([
    ['create', (setup: Awaited<ReturnType<typeof setUp>>) => setup.client.create(things, a)],
    ['update', ({ client }) => client.update(things, a)],
    ['update the status of', ({ background }) => background.updateStatus(things, a)],
    ['apply', ({ client }) => client.apply(things, a, { fieldManager: 'test', force: true })],
    ['patch', ({ client }) => client.jsonPatch(things, name, [])],
    ['delete', ({ client }) => client.delete(things, name, {})],
  ] as [string, (setup: Awaited<ReturnType<typeof setUp>>) => Promise<unknown>][])(
    'refuses to %s after the leadership has ended, also before its signal is aborted',
    async (action, write) => {
      const setup = await setUp(echo);
      setup.reign.held = false;
      const error = await failure(write(setup));
      expect(error.message).toBe(`Cannot ${action} Thing shop/a: this process is not the leader`);
      expect(error.outcomeUnknown).toBe(false);
      expect(setup.server.requests).toEqual([]);
    },
  );

  it('checks the leadership again when a write that waited for a connection can be sent', async () => {
    const first = Promise.withResolvers<void>();
    const busy = Promise.withResolvers<void>();
    const { client, connection, reign, server } = await setUp(
      async (request, response) => {
        first.resolve();
        await busy.promise;
        await echo(request, response);
      },
      { concurrency: 1 },
    );
    const reading = connection.client.get(things, name);
    await first.promise;
    const writing = failure(client.update(things, a));
    reign.held = false;
    busy.resolve();
    await reading;
    expect((await writing).outcomeUnknown).toBe(false);
    expect(server.requests).toHaveLength(1);
    // The connection is as good as before.
    await connection.client.update(things, a);
    expect(server.connections).toBe(1);
  });

  it('aborts requests in flight at the end of the leadership, with an unknown outcome', async () => {
    const arrived = Promise.withResolvers<void>();
    const { client, reign } = await setUp(() => arrived.resolve());
    const writing = failure(client.update(things, a));
    await arrived.promise;
    reign.ended.abort(new Error('another process acquired the Lease'));
    const error = await writing;
    expect(error.message).toContain('another process acquired the Lease');
    expect(error.outcomeUnknown).toBe(true);
  });

  it('does not affect other clients', async () => {
    const { connection, reign } = await setUp(echo);
    reign.ended.abort();
    await expect(connection.client.update(things, a)).resolves.toMatchObject({ metadata: { name: 'a' } });
  });
});

describe('a client for the Lease', () => {
  it('has a connection of its own and never waits for one', async () => {
    const { connection } = await setUp(
      async (request, response) => {
        if (request.url?.endsWith('/a') === true) await echo(request, response);
      },
      { concurrency: 1 },
    );
    const blocked = failure(connection.client.get(things, { namespace: 'shop', name: 'b' }));
    await expect(connection.forLease(5000).get(things, name)).resolves.toEqual({});
    await connection.close();
    await blocked;
  });

  it('has a short deadline', async () => {
    const { connection } = await setUp(() => undefined);
    const error = await failure(connection.forLease(50).get(things, name));
    expect(error.message).toContain('no answer within 50 ms');
  });
});
