// Credentials over time: rotated tokens, exec plugins, refusals, and proxies.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { ApiError } from '../../../src/kube/api/apiError.ts';
import { connect, type ConnectOptions, type Connection } from '../../../src/kube/connect.ts';
import { loadKubeConfig } from '../../../src/kube/loadKubeConfig.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import { Scratch } from '../../support/scratch.ts';
import { Authority } from '../../support/servers/certificates.ts';
import { ConnectProxy } from '../../support/servers/connectProxy.ts';
import { things } from '../../support/servers/reflected.ts';
import { ADDRESS, TlsServer, type Handler } from '../../support/servers/tlsServer.ts';

const authority = new Authority('the authority');

let scratch: Scratch;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(() => {
  scratch = new Scratch();
  scratch.file('ca.crt', authority.cert);
});

afterEach(async () => {
  jest.useRealTimers();
  for (const cleanup of cleanups.splice(0)) await cleanup();
  scratch.remove();
});

async function serve(handler?: Handler): Promise<TlsServer> {
  const server = await TlsServer.start(authority.issue(ADDRESS), handler);
  cleanups.push(() => server.stop());
  return server;
}

/** Accepts only requests with this header Authorization. */
function taking(accepted: Set<string>): Handler {
  return ({ headers }, response) => {
    response.statusCode = accepted.has(headers.authorization ?? '') ? 200 : 401;
    response.end('{}');
  };
}

function open(load: () => KubeConfig, options: Partial<ConnectOptions> = {}): Connection {
  const connection = connect(load(), { observer: silentObserver, userAgent: 'test', reload: load, ...options });
  cleanups.unshift(() => connection.close());
  return connection;
}

const a = { namespace: 'shop', name: 'a' };
const get = ({ client }: Connection): Promise<unknown> => client.get(things, a);

async function failure(request: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await request.catch((cause: unknown) => cause);
  if (error instanceof ApiError) return error;
  throw new Error('Cannot return the error: the call did not fail with one of ours');
}

function authorizations({ visits }: TlsServer): readonly (string | undefined)[] {
  return visits.map(({ authorization }) => authorization);
}

/** As in a pod: all credentials are files that the kubelet replaces. */
function inCluster({ url }: TlsServer): () => KubeConfig {
  const cluster = { name: 'in', server: url, skipTLSVerify: false, caFile: path.join(scratch.directory, 'ca.crt') };
  const tokenFile = path.join(scratch.directory, 'token');
  return () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(cluster, {
      name: 'me',
      authProvider: { name: 'tokenFile', config: { tokenFile } },
    });
    return kubeConfig;
  };
}

describe('a token in a pod', () => {
  it('is read again before the old one expires, at the earliest after minutes', async () => {
    jest.useFakeTimers({ advanceTimers: true, doNotFake: everythingBut('Date') });
    const server = await serve();
    scratch.file('token', 'first');
    const connection = open(inCluster(server));
    await get(connection);
    scratch.file('token', 'second');
    jest.setSystemTime(Date.now() + 61_000);
    await get(connection);
    expect(authorizations(server)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('is read again at once after a 401', async () => {
    const accepted = new Set(['Bearer first']);
    const server = await serve(taking(accepted));
    scratch.file('token', 'first');
    const connection = open(inCluster(server));
    await get(connection);
    accepted.add('Bearer second').delete('Bearer first');
    scratch.file('token', 'second');
    expect((await failure(get(connection))).code).toBe(401);
    await get(connection);
    expect(authorizations(server).at(-1)).toBe('Bearer second');
  });
});

function everythingBut(kept: 'Date') {
  const all = [
    'Date',
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
  ] as const;
  const timers = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
  return [...all, ...timers].filter((name) => name !== kept);
}

describe('a rewritten kubeconfig', () => {
  it('is read again after a 401, and the old one is kept while the file is half written', async () => {
    const accepted = new Set(['Bearer first']);
    const server = await serve(taking(accepted));
    const write = (token: string): string => scratch.file('config', kubeConfigText(server, { token }));
    const file = write('first');
    const connection = open(() => loadKubeConfig(file, {}));
    await get(connection);
    accepted.clear();
    scratch.file('config', 'clusters: [');
    expect((await failure(get(connection))).code).toBe(401);
    accepted.add('Bearer second');
    write('second');
    expect((await failure(get(connection))).code).toBe(401);
    await get(connection);
    expect(authorizations(server).at(-1)).toBe('Bearer second');
  });
});

function kubeConfigText({ url }: TlsServer, user: object, cluster: object = {}): string {
  const named = { server: url, 'certificate-authority': 'ca.crt', ...cluster };
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: named }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}

/** An exec plugin that records each of its runs. */
function program(body: string): object {
  const runs = path.join(scratch.directory, 'runs');
  const credential = `(status) => console.log(JSON.stringify({ kind: 'ExecCredential', status }))`;
  const text = `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(runs)}, 'run;');
    const runs = fs.readFileSync(${JSON.stringify(runs)}, 'utf8').split(';').length - 1; const print = ${credential}; ${body}`;
  const command = process.execPath;
  return { exec: { apiVersion: 'client.authentication.k8s.io/v1', command, args: [scratch.file('made.cjs', text)] } };
}

function runs(): number {
  return readFileSync(path.join(scratch.directory, 'runs'), 'utf8').split(';').length - 1;
}

function executing(server: TlsServer, body: string): () => KubeConfig {
  const file = scratch.file('config', kubeConfigText(server, program(body)));
  return () => loadKubeConfig(file, {});
}

describe('an exec plugin', () => {
  it('runs once for concurrent requests', async () => {
    const server = await serve();
    const connection = open(executing(server, `print({ token: 'made-' + runs });`));
    await Promise.all(Array.from({ length: 10 }, () => get(connection)));
    expect(new Set(authorizations(server))).toEqual(new Set(['Bearer made-1']));
    expect(runs()).toBe(1);
  });

  it('runs again when its credentials have expired', async () => {
    const server = await serve();
    const expired = `print({ token: 'made-' + runs, expirationTimestamp: '2020-01-01T00:00:00Z' });`;
    const connection = open(executing(server, expired));
    await get(connection);
    await get(connection);
    expect(authorizations(server)).toEqual(['Bearer made-1', 'Bearer made-2']);
  });

  it('runs again after a 401', async () => {
    const server = await serve(taking(new Set(['Bearer made-2'])));
    const connection = open(executing(server, `print({ token: 'made-' + runs });`));
    expect((await failure(get(connection))).code).toBe(401);
    await get(connection);
    expect(runs()).toBe(2);
  });

  it('gets KUBERNETES_EXEC_INFO', async () => {
    const server = await serve();
    const connection = open(executing(server, `print({ token: process.env.KUBERNETES_EXEC_INFO });`));
    await get(connection);
    const [authorization = ''] = authorizations(server);
    expect(JSON.parse(authorization.replace('Bearer ', ''))).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec: { interactive: false },
    });
  });

  it('that fails is quoted, and nothing is sent', async () => {
    const server = await serve();
    const { client } = open(executing(server, `console.error('log in first'); process.exit(3);`));
    const error = await failure(client.update(things, { metadata: a }));
    expect(error.message).toBe('Cannot update Thing shop/a: cannot obtain credentials: log in first');
    expect([error.outcomeUnknown, server.visits.length]).toEqual([false, 0]);
  });

  it('that does not exist is named in the error', async () => {
    const server = await serve();
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-program' };
    const file = scratch.file('config', kubeConfigText(server, { exec }));
    const error = await failure(get(open(() => loadKubeConfig(file, {}))));
    expect(error.message).toContain('cannot obtain credentials: spawn no-such-program ENOENT');
  });

  it('that never ends does not delay a call beyond its deadline', async () => {
    const server = await serve();
    const stuckUntilTheTestIsOver = `setInterval(() => fs.existsSync(__filename) || process.exit(), 20);`;
    const connection = open(executing(server, stuckUntilTheTestIsOver), { deadlineMs: 300 });
    expect((await failure(get(connection))).message).toContain('no answer within 300 ms');
  });
});

async function behindProxy() {
  const server = await serve();
  const proxy = await ConnectProxy.start();
  cleanups.push(() => proxy.stop());
  const file = scratch.file('config', kubeConfigText(server, { token: 'secret' }, { 'proxy-url': proxy.url }));
  return { server, proxy, connection: open(() => loadKubeConfig(file, {})) };
}

describe('a proxy', () => {
  it('is used for all requests, and the server must still prove its own certificate', async () => {
    const { server, proxy, connection } = await behindProxy();
    for (let times = 0; times < 20; times++) await get(connection);
    expect(server.visits).toHaveLength(20);
    expect(new Set(proxy.tunnels)).toEqual(new Set([server.url.replace('https://', '')]));
    expect(proxy.tunnels.length).toBeLessThanOrEqual(2);
    server.rotate(new Authority('another').issue(ADDRESS));
    await failure(get(connection));
    expect((await failure(get(connection))).message).toContain('certificate');
  });

  it('that refuses all requests is an error that says so', async () => {
    const { server, proxy, connection } = await behindProxy();
    proxy.refusal = 407;
    expect((await failure(get(connection))).message).toMatch(/^Cannot get Thing shop\/a: .*407/);
    expect(server.visits).toHaveLength(0);
  });
});
