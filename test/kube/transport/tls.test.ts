// Connections to a server with real certificates: number of handshakes, trust in the server, and client certificates.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node';
import { ApiError } from '../../../src/kube/api/apiError.ts';
import { connect, type ConnectOptions, type Connection } from '../../../src/kube/connect.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import { SilenceError } from '../../../src/kube/timing/deadline.ts';
import { Scratch } from '../../support/scratch.ts';
import { Authority } from '../../support/servers/certificates.ts';
import { things } from '../../support/servers/reflected.ts';
import { ADDRESS, TlsServer, type Handler } from '../../support/servers/tlsServer.ts';

const authority = new Authority('CA of the server');
const clients = new Authority('CA of the clients');

let scratch: Scratch;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(() => {
  scratch = new Scratch();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  scratch.remove();
});

async function serve(handler?: Handler, options: object = {}): Promise<TlsServer> {
  const server = await TlsServer.start({ ...authority.issue(ADDRESS), ...options }, handler);
  cleanups.push(() => server.stop());
  return server;
}

function kubeConfigOf(cluster: Omit<Cluster, 'name'>, user: Partial<User> = { token: 'secret' }): KubeConfig {
  const kubeConfig = new KubeConfig();
  const caFile = scratch.file('ca.crt', authority.cert);
  kubeConfig.loadFromClusterAndUser({ name: 'c', caFile, ...cluster }, { name: 'u', ...user });
  return kubeConfig;
}

function open(kubeConfig: KubeConfig, options: Partial<ConnectOptions> = {}): Connection {
  const connection = connect(kubeConfig, { observer: silentObserver, userAgent: 'test', ...options });
  cleanups.unshift(() => connection.close());
  return connection;
}

function get({ client }: Connection): Promise<unknown> {
  return client.get(things, { namespace: 'shop', name: 'a' });
}

async function failure(request: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await request.catch((cause: unknown) => cause);
  if (error instanceof ApiError) return error;
  throw new Error('Cannot return the error: the call did not fail with one of ours');
}

describe('handshakes', () => {
  it('are a handful for 500 requests, and connections never exceed the concurrency of calls', async () => {
    const server = await serve();
    const connection = open(kubeConfigOf({ server: server.url, skipTLSVerify: false }), { concurrency: 8 });
    for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 100 }, () => get(connection)));
    expect(server.visits).toHaveLength(500);
    expect(server.handshakes).toBeLessThanOrEqual(8);
  });

  it('are separate for calls, watches and the Lease, so that none waits behind another', async () => {
    const busy = Promise.withResolvers<void>();
    const server = await serve(({ url = '' }, response) => {
      if (url === '/slow/3') busy.resolve();
      if (!url.includes('slow')) response.end('{}');
    });
    const { transport } = open(kubeConfigOf({ server: server.url, skipTLSVerify: false }), { concurrency: 4 });
    const stop = new AbortController();
    const { signal } = stop;
    const paths = ['/slow/1', '/slow/2', '/slow/3'];
    const ended = Promise.allSettled(
      paths.map((path) => transport.send({ pool: 'calls', method: 'GET', path, signal })),
    );
    await busy.promise;
    await transport.send({ pool: 'lease', method: 'GET', path: '/lease' });
    await (await transport.stream({ pool: 'watches', method: 'GET', path: '/watch' })).body.text();
    expect(server.handshakes).toBe(5);
    stop.abort();
    await ended;
  });
});

describe('a watch that was silent for too long', () => {
  it('restarts all watches on its connection set, and calls in flight may end', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const server = await serve(({ url = '' }, response) => {
      if (url.includes('call')) void answered.then(() => response.end('"late"'));
      else response.flushHeaders();
    });
    const { transport } = open(kubeConfigOf({ server: server.url, skipTLSVerify: false }));
    const call = transport.send({ pool: 'calls', method: 'GET', path: '/call' });
    const silent = new AbortController();
    const watches = ['/silent', '/sibling'].map(async (path) => {
      const { signal } = path === '/silent' ? silent : new AbortController();
      return (await transport.stream({ pool: 'watches', method: 'GET', path, signal })).body.text();
    });
    while (server.visits.length < 3) await new Promise((resolve) => setImmediate(resolve));
    silent.abort(new SilenceError('no data'));
    const [, sibling] = await Promise.allSettled(watches);
    expect(sibling).toEqual({ status: 'rejected', reason: expect.any(SilenceError) });
    answer();
    expect((await call).body).toBe('"late"');
    await (await transport.stream({ pool: 'watches', method: 'GET', path: '/call' })).body.text();
  });
});

describe('the server', () => {
  it('gets no request unless a known CA signed its certificate', async () => {
    const server = await serve(undefined, new Authority('another').issue(ADDRESS));
    const { client } = open(kubeConfigOf({ server: server.url, skipTLSVerify: false }));
    const error = await failure(client.update(things, { metadata: { namespace: 'shop', name: 'a' } }));
    expect(error.message).toMatch(/^Cannot update Thing shop\/a: unable to verify the first certificate/);
    expect([error.code, error.outcomeUnknown, server.visits.length]).toEqual([undefined, false, 0]);
  });

  it('is checked by a new CA file without a restart', async () => {
    const server = await serve();
    const connection = open(kubeConfigOf({ server: server.url, skipTLSVerify: false }));
    await get(connection);
    const next = new Authority('the next authority');
    server.rotate(next.issue(ADDRESS));
    // The first may still find a connection that is just being closed.
    await failure(get(connection));
    expect((await failure(get(connection))).message).toContain('certificate');
    scratch.file('ca.crt', authority.cert + next.cert);
    const { handshakes } = server;
    for (let times = 0; times < 20; times++) await get(connection);
    expect(server.handshakes - handshakes).toBeLessThanOrEqual(2);
  });

  it('may have another name in its certificate when the kubeconfig says so', async () => {
    const server = await serve(undefined, authority.issue('api.example.com'));
    const cluster = { server: server.url, skipTLSVerify: false };
    expect((await failure(get(open(kubeConfigOf(cluster))))).message).toContain('altnames');
    await get(open(kubeConfigOf({ ...cluster, tlsServerName: 'api.example.com' })));
    expect(server.visits).toHaveLength(1);
  });
});

describe('a client certificate', () => {
  it('comes from the files of the kubeconfig, read again when they change', async () => {
    const server = await serve(undefined, { requestCert: true, ca: clients.cert });
    const write = (name: string): Partial<User> => {
      const { cert, key } = clients.issue(name);
      return { certFile: scratch.file('client.crt', cert), keyFile: scratch.file('client.key', key) };
    };
    const connection = open(kubeConfigOf({ server: server.url, skipTLSVerify: false }, write('operator-1')));
    await get(connection);
    write('operator-2');
    await get(connection);
    expect(server.visits.map(({ client }) => client)).toEqual(['operator-1', 'operator-2']);
  });
});
