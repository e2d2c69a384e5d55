import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../src/kube/connect.ts';
import { loadKubeConfig } from '../src/kube/loadKubeConfig.ts';
import { silentObserver } from '../src/kube/observer.ts';
import { keep, Reflected, stoppedAfterEach } from '../test/support/servers/reflected.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { FaultProxy } from './cluster/faultProxy.ts';
import { isWatchOf } from './cluster/proxiedRequest.ts';
import { configMaps } from './cluster/resources.ts';

const namespace = 'default';

let plane: ControlPlane;
let proxy: FaultProxy;
let connection: Connection;
let made = 0;
const running = stoppedAfterEach();

beforeAll(async () => {
  plane = await startControlPlane();
  proxy = await FaultProxy.start(plane);
}, 60_000);

afterAll(async () => {
  await proxy.stop();
  await plane.stop();
});

beforeAll(() => {
  const kubeConfig = loadKubeConfig(proxy.kubeconfig('admin'), {});
  connection = connect(kubeConfig, { observer: silentObserver, userAgent: 'test' });
});

afterAll(() => connection.close());

async function follow(options: ConstructorParameters<typeof Reflected>[1] = {}): Promise<Reflected> {
  const reflected = new Reflected(connection.transport, {
    resource: configMaps,
    namespace,
    transform: keep,
    ...options,
  });
  running.push(reflected);
  await reflected.reflector.synced;
  return reflected;
}

/** Not through the proxy: a client without network faults. */
async function create(): Promise<string> {
  made += 1;
  const metadata = { name: `map-${made}`, namespace };
  await plane.api.request('POST', `/api/v1/namespaces/${namespace}/configmaps`, { body: { metadata } });
  return `${namespace}/map-${made}`;
}

function watches(): number {
  return proxy.requests.filter(isWatchOf(configMaps)).length;
}

describe('connections to a real API server', () => {
  it('are shared: 500 requests take a handful of TLS handshakes', async () => {
    const name = (await create()).split('/')[1] ?? '';
    const before = proxy.handshakes;
    for (let round = 0; round < 100; round++) {
      await Promise.all(Array.from({ length: 5 }, () => connection.client.get(configMaps, { namespace, name })));
    }
    expect(proxy.handshakes - before).toBeLessThanOrEqual(10);
  });

  it('list more than one page', async () => {
    const wanted = 501;
    for (let count = 0; count < wanted; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => create()));
    }
    const listed = await connection.client.list(configMaps, { namespace });
    expect(listed.length).toBeGreaterThanOrEqual(wanted);
    expect(proxy.requests.some(({ query }) => query.has('continue'))).toBe(true);
    expect(new Set(listed.map(({ metadata }) => metadata?.uid)).size).toBe(listed.length);
  });
});

describe('a reflector of a real API server', () => {
  it('loses nothing when its connections are cut repeatedly', async () => {
    const reflected = await follow();
    const keys: string[] = [];
    for (let round = 0; round < 5; round++) {
      keys.push(await create());
      proxy.gate.cut();
      keys.push(await create());
      await reflected.until(() => keys.every((key) => reflected.store.get(key) !== undefined));
    }
    expect(reflected.reported.filter((words) => words.startsWith('relisted'))).toEqual([]);
    expect(reflected.restarts).toContain('broken');
  });

  it('detects that its connection is frozen', async () => {
    const reflected = await follow({ idleTimeoutMs: 1500 });
    proxy.gate.freeze();
    const key = await create();
    await reflected.until(() => reflected.restarts.includes('idle'));
    proxy.gate.thaw();
    await reflected.until(() => reflected.store.get(key) !== undefined);
    expect(reflected.reported.filter((words) => words.startsWith('relisted'))).toEqual([]);
  });

  it('continues after watches that end as planned, and reports nothing', async () => {
    const reflected = await follow({ idleTimeoutMs: 2000 });
    const before = watches();
    while (watches() < before + 3) {
      const key = await create();
      await reflected.until(() => reflected.store.get(key) !== undefined);
    }
    expect(reflected.restarts).toEqual([]);
  }, 20_000);

  it('lists again when its resourceVersion has expired', async () => {
    const reflected = await follow();
    const fault = proxy.inject({
      moment: 'before',
      effect: { type: 'refuse', status: 410, reason: 'Expired' },
      matching: isWatchOf(configMaps),
    });
    proxy.gate.cut();
    const key = await create();
    await reflected.until(() => reflected.reported.some((words) => words.startsWith('relisted')));
    proxy.remove(fault);
    expect(reflected.store.get(key)).toBeDefined();
  });

  it('continues by itself after an outage of the API server', async () => {
    const reflected = await follow();
    await plane.stopApiServer();
    await reflected.until(() => reflected.restarts.length >= 3);
    await plane.startApiServer();
    const key = await create();
    await reflected.until(() => reflected.store.get(key) !== undefined);
    expect(reflected.store.size).toBe((await connection.client.list(configMaps, { namespace })).length);
  }, 60_000);
});
