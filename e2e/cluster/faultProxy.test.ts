import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from './api.ts';
import { AuditLog } from './audit.ts';
import { startControlPlane, type ControlPlane } from './controlPlane.ts';
import { FaultProxy } from './faultProxy.ts';
import type { InjectedFault } from './faults.ts';
import { createObject, getObject, patchObject } from './objects.ts';
import { isWatchOf, isWriteOf } from './proxiedRequest.ts';
import { configMaps, endpointSlices, pods } from './resources.ts';
import { revisions } from './history.ts';
import { adminUser } from './users.ts';
import { Watcher } from './watcher.ts';

const namespace = 'default';

describe('the fault proxy', () => {
  let plane: ControlPlane;
  let proxy: FaultProxy;
  let client: Api;
  let names = 0;

  beforeAll(async () => {
    plane = await startControlPlane();
  }, 60_000);

  afterAll(() => plane?.stop());

  beforeEach(async () => {
    proxy = await FaultProxy.start(plane);
    client = new Api({ server: proxy.url, caFile: plane.files.certFile, user: plane.user(adminUser) });
  });

  afterEach(async () => {
    await client.close();
    await proxy.stop();
  });

  function newName(): string {
    names += 1;
    return `object-${names}`;
  }

  async function create(name: string): Promise<void> {
    await createObject(client, configMaps, { metadata: { namespace, name } });
  }

  async function createDirectly(name: string): Promise<void> {
    await createObject(plane.api, configMaps, { metadata: { namespace, name } });
  }

  async function exists(name: string): Promise<boolean> {
    return (await getObject(plane.api, configMaps, { namespace, name })) !== undefined;
  }

  test('forwards requests and responses unchanged, over kept connections', async () => {
    for (let i = 0; i < 20; i++) await create(newName());
    expect(proxy.handshakes).toBeLessThanOrEqual(2);
    expect(proxy.requests.map(({ method }) => method)).toEqual(Array(20).fill('POST'));
    await expect(client.request('GET', '/api/v1/namespaces/none')).rejects.toMatchObject({ status: 404 });
  });

  test('streams a watch', async () => {
    const name = newName();
    const watcher = await Watcher.start(client, { resource: configMaps, namespace, name });
    await create(name);
    await watcher.until(() => watcher.events.length === 1, { what: 'the creation' });
    watcher.stop();
    expect(proxy.requests.filter(isWatchOf(configMaps)).length).toBe(1);
  });

  test('kills before the write is forwarded', async () => {
    const name = newName();
    const killed: string[] = [];
    const fault = proxy.inject({ moment: 'before', effect: { type: 'kill', kill: () => killed.push(name) } });
    await expect(create(name)).rejects.toThrow('fetch failed');
    expect(await fault.hit).toMatchObject({ method: 'POST', path: `/api/v1/namespaces/${namespace}/configmaps` });
    expect(killed).toEqual([name]);
    expect(await exists(name)).toBe(false);
  });

  test('kills after the write is committed', async () => {
    const name = newName();
    proxy.inject({ moment: 'after', effect: { type: 'kill', kill: () => undefined } });
    await expect(create(name)).rejects.toThrow('fetch failed');
    expect(await exists(name)).toBe(true);
  });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('refuses %s: committed is %s', async (moment, committed) => {
    const name = newName();
    proxy.inject({
      moment,
      effect: { type: 'refuse', status: 503, reason: 'ServiceUnavailable', retryAfterSeconds: 7 },
    });
    await expect(create(name)).rejects.toMatchObject({ status: 503, reason: 'ServiceUnavailable' });
    expect(await exists(name)).toBe(committed);
  });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('delays %s: committed meanwhile is %s', async (moment, committed) => {
    const name = newName();
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
    const fault = proxy.inject({ moment, effect: { type: 'delay', until } });
    const creation = create(name);
    await fault.hit;
    expect(await exists(name)).toBe(committed);
    goOn();
    await creation;
    expect(await exists(name)).toBe(true);
  });

  test('repeats: the client gets the second response with "before", and the first with "after"', async () => {
    const [first, second] = [newName(), newName()];
    proxy.inject({ moment: 'before', effect: { type: 'repeat' } });
    await expect(create(first)).rejects.toMatchObject({ status: 409, reason: 'AlreadyExists' });
    proxy.inject({ moment: 'after', effect: { type: 'repeat' } });
    const log = new AuditLog(plane.files.auditFile, plane.api);
    const mark = await log.mark();
    await create(second);
    const requests = await log.mutatingRequests(adminUser, mark);
    expect(requests.map(({ verb, resource, code }) => [verb, resource, code])).toEqual([
      ['create', 'configmaps', 201],
      ['create', 'configmaps', 409],
    ]);
    expect(await revisions(plane.etcdUrl, configMaps, { namespace, name: second })).toHaveLength(1);
  });

  test('applies to the n-th matching request and to the given number of requests', async () => {
    const results: string[] = [];
    const attempt = async (): Promise<void> => {
      await create(newName()).then(
        () => results.push('ok'),
        () => results.push('refused'),
      );
    };
    const effect = { type: 'refuse', status: 500, reason: 'InternalError' } as const;
    const fault = proxy.inject({ moment: 'before', effect, matching: isWriteOf(configMaps), nth: 2, times: 2 });
    proxy.inject({ moment: 'before', effect, matching: isWriteOf(endpointSlices) });
    for (let i = 0; i < 4; i++) {
      await client.text('GET', '/version');
      await attempt();
    }
    expect(results).toEqual(['ok', 'refused', 'refused', 'ok']);
    expect(fault.hits).toBe(2);
  });

  test('does nothing after the fault is removed', async () => {
    const effect = { type: 'refuse', status: 500, reason: 'InternalError' } as const;
    const fault: InjectedFault = proxy.inject({ moment: 'before', effect, times: Infinity });
    await expect(create(newName())).rejects.toMatchObject({ status: 500 });
    proxy.remove(fault);
    await expect(create(newName())).resolves.toBeUndefined();
  });

  test('distinguishes a write of the status from one of the object', async () => {
    await createObject(plane.api, pods, {
      metadata: { namespace, name: 'pod' },
      spec: { containers: [{ name: 'app', image: 'app' }] },
    });
    const effect = { type: 'refuse', status: 500, reason: 'InternalError' } as const;
    proxy.inject({ moment: 'before', effect, matching: isWriteOf(pods, 'status') });
    const name = { namespace, name: 'pod' };
    const labelled = patchObject(client, pods, { ...name, patch: { metadata: { labels: { a: 'b' } } } });
    await expect(labelled).resolves.toBeDefined();
    const failed = patchObject(client, pods, {
      ...name,
      subresource: 'status',
      patch: { status: { phase: 'Failed' } },
    });
    await expect(failed).rejects.toMatchObject({ status: 500 });
  });

  test('cut, it resets the connections, and the client opens new ones', async () => {
    const watcher = await Watcher.start(client, { resource: configMaps, namespace });
    await client.text('GET', '/version');
    const before = proxy.handshakes;
    proxy.gate.cut();
    const name = newName();
    await createDirectly(name);
    await watcher.until((objects) => objects.some(({ metadata }) => metadata?.name === name), { what: name });
    watcher.stop();
    expect(proxy.handshakes).toBeGreaterThan(before);
  });
});
