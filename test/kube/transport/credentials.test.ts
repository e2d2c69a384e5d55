import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node';
import { connect } from '../../../src/kube/connect.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import { readCredentials } from '../../../src/kube/transport/credentials.ts';
import { things } from '../../support/servers/reflected.ts';
import { ScriptedServer } from '../../support/servers/scriptedServer.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'credentials-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function file(name: string, content: string): string {
  const full = path.join(directory, name);
  writeFileSync(full, content);
  return full;
}

function kubeConfig(user: Partial<User>, cluster: Partial<Cluster> = {}): KubeConfig {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'c', server: 'https://server', skipTLSVerify: false, ...cluster },
    { name: 'u', ...user },
  );
  return config;
}

describe('credentials', () => {
  it('are a token', async () => {
    expect((await readCredentials(kubeConfig({ token: 'secret' }))).headers).toEqual({
      Authorization: 'Bearer secret',
    });
  });

  it('are the content of a token file, without the newline at its end', async () => {
    const tokenFile = file('token', 'secret\n');
    const user = { authProvider: { name: 'tokenFile', config: { tokenFile } } };
    expect((await readCredentials(kubeConfig(user))).headers).toEqual({ Authorization: 'Bearer secret' });
  });

  it('are a user name and a password', async () => {
    const { headers } = await readCredentials(kubeConfig({ username: 'me', password: 'it' }));
    expect(headers).toEqual({ Authorization: `Basic ${Buffer.from('me:it').toString('base64')}` });
  });

  it('are the output of an exec plugin', async () => {
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'made' },
    };
    const exec = { command: process.execPath, args: ['-p', JSON.stringify(JSON.stringify(credential))] };
    expect((await readCredentials(kubeConfig({ exec }))).headers).toEqual({ Authorization: 'Bearer made' });
  });

  it('are a client certificate, with the CA of the server', async () => {
    const user = { certData: Buffer.from('cert').toString('base64'), keyFile: file('key', 'key') };
    const cluster = { caFile: file('ca', 'ca'), tlsServerName: 'other' };
    const { tls } = await readCredentials(kubeConfig(user, cluster));
    expect(tls).toEqual({
      cert: Buffer.from('cert'),
      key: Buffer.from('key'),
      ca: Buffer.from('ca'),
      servername: 'other',
    });
  });
});

describe('a rotated CA', () => {
  it('makes new connections once', async () => {
    const server = await ScriptedServer.start((_, response) => void response.end('{}'));
    const caFile = file('ca', 'old');
    const config = kubeConfig({ token: 'secret' }, { server: server.url, skipTLSVerify: true, caFile });
    const { client, ...connection } = connect(config, { observer: silentObserver, userAgent: 'test' });
    const get = (): Promise<unknown> => client.get(things, { namespace: 'shop', name: 'a' });
    for (let times = 0; times < 5; times++) await get();
    const before = server.connections;
    expect(before).toBeLessThanOrEqual(2);
    writeFileSync(caFile, 'new');
    for (let times = 0; times < 5; times++) await get();
    expect(server.connections).toBeGreaterThan(before);
    expect(server.connections).toBeLessThanOrEqual(4);
    await connection.close();
    await server.allClosed();
    await server.stop();
  });
});

describe('the address of a server', () => {
  it('may have a path', async () => {
    const server = await ScriptedServer.start((_, response) => void response.end('{}'));
    const config = kubeConfig({ token: 'secret' }, { server: `${server.url}/clusters/one/`, skipTLSVerify: true });
    const connection = connect(config, { observer: silentObserver, userAgent: 'test' });
    await connection.client.get(things, { namespace: 'shop', name: 'a' });
    expect(server.requests).toEqual(['GET /clusters/one/apis/test.io/v1/namespaces/shop/things/a']);
    await connection.close();
    await server.stop();
  });

  it('that is invalid is an error that quotes it', () => {
    const config = kubeConfig({}, { server: 'nowhere' });
    expect(() => connect(config, { observer: silentObserver, userAgent: 'test' })).toThrow(
      'Cannot connect to a cluster: its server "nowhere" is not a URL',
    );
  });
});
