import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/kube/wire.ts';
import { startControlPlane, type ControlPlane } from './controlPlane.ts';
import { eventually, eventuallyAll, eventuallyGone } from './eventually.ts';
import { history, revisions } from './history.ts';
import { createNode, setNodeReady, type Node } from './nodes.ts';
import { createNamespace, createObject, deleteObject, getObject, patchObject } from './objects.ts';
import { createPod, deletePod, setPodIps, setPodPhase, setPodReady, type Pod } from './pods.ts';
import { configMaps, nodes, pods } from './resources.ts';
import { Watcher } from './watcher.ts';

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

const namespace = 'shop';

describe('the helpers of tests', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane();
    await createNamespace(plane.api, namespace);
  }, 60_000);

  afterAll(() => plane?.stop());

  function pod(name: string, ip: string): Promise<Pod> {
    return createPod(plane.api, { namespace, name, labels: { app: 'orders' }, ips: [ip] });
  }

  function setData(name: string, value: string): Promise<ConfigMap> {
    return patchObject<ConfigMap>(plane.api, configMaps, { namespace, name, patch: { data: { value } } });
  }

  test('a created pod is running, ready and has its address', async () => {
    const { status } = await pod('first', '10.1.0.1');
    expect(status).toMatchObject({ phase: 'Running', podIP: '10.1.0.1', podIPs: [{ ip: '10.1.0.1' }] });
    expect(status?.conditions?.map(({ type, status: value }) => [type, value])).toEqual(
      expect.arrayContaining([
        ['Ready', 'True'],
        ['ContainersReady', 'True'],
      ]),
    );
  });

  test('a pod can fail, get another address and end', async () => {
    const name = { namespace, name: 'second' };
    await pod('second', '10.1.0.2');
    const failing = await setPodReady(plane.api, name, false);
    expect(failing.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('False');
    const moved = await setPodIps(plane.api, name, ['10.1.0.22', 'fd00::22']);
    expect(moved.status?.podIPs).toEqual([{ ip: '10.1.0.22' }, { ip: 'fd00::22' }]);
    expect((await setPodPhase(plane.api, name, 'Failed')).status?.phase).toBe('Failed');
  });

  test('a pod on a node stays terminating until it is deleted for good', async () => {
    const name = { namespace, name: 'third' };
    await createNode(plane.api, 'n1');
    await createPod(plane.api, { ...name, labels: {}, ips: ['10.1.0.3'], nodeName: 'n1' });
    await deletePod(plane.api, name);
    expect((await getObject<Pod>(plane.api, pods, name))?.metadata?.deletionTimestamp).toBeDefined();
    await deletePod(plane.api, name, 0);
    expect(await getObject(plane.api, pods, name)).toBeUndefined();
  });

  test('a node becomes Unknown on request', async () => {
    const { spec } = await createNode(plane.api, 'n2');
    expect(spec?.taints).toBeUndefined();
    await setNodeReady(plane.api, 'n2', 'Unknown');
    const node = await getObject<Node>(plane.api, nodes, { namespace: '', name: 'n2' });
    expect(node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('Unknown');
  });

  test('revisions returns every state of one object, its deletion and its successor', async () => {
    const name = { namespace, name: 'counted' };
    await createObject<ConfigMap>(plane.api, configMaps, { metadata: name, data: { value: '0' } });
    const { metadata } = await setData('counted', '1');
    await deleteObject(plane.api, configMaps, name);
    await createObject<ConfigMap>(plane.api, configMaps, { metadata: name, data: { value: '2' } });
    const seen = await revisions<ConfigMap>(plane.etcdUrl, configMaps, name);
    expect(seen.map(({ type, object }) => [type, object.data?.['value']])).toEqual([
      ['Put', '0'],
      ['Put', '1'],
      ['Delete', '1'],
      ['Put', '2'],
    ]);
    expect(String(seen[1]?.revision)).toBe(metadata?.resourceVersion);
  });

  test('history returns all objects of a kind in one order', async () => {
    for (const name of ['a', 'b']) await createObject(plane.api, configMaps, { metadata: { namespace, name } });
    await setData('a', 'later');
    const all = await history(plane.etcdUrl, configMaps, namespace);
    expect(all.map(({ name }) => name.name).filter((name) => name.length === 1)).toEqual(['a', 'b', 'a']);
    const everywhere = await history(plane.etcdUrl, configMaps);
    expect(everywhere.length).toBeGreaterThan(all.length);
  });

  test('eventually sees a later change', async () => {
    const name = { namespace, name: 'later' };
    const wait = eventually<ConfigMap>(plane.api, { resource: configMaps, ...name }, ({ data }) => {
      expect(data).toEqual({ value: 'new' });
    });
    await createObject<ConfigMap>(plane.api, configMaps, { metadata: name, data: { value: 'old' } });
    await setData('later', 'new');
    expect((await wait).data).toEqual({ value: 'new' });
  });

  test('eventually fails with the last reason and the last state', async () => {
    await createObject<ConfigMap>(plane.api, configMaps, { metadata: { namespace, name: 'never' }, data: { k: 'v' } });
    const target = { resource: configMaps, namespace, name: 'never', deadlineMs: 200 };
    const wait = eventually<ConfigMap>(plane.api, target, () => {
      throw new Error('never content');
    });
    await expect(wait).rejects.toThrow(
      /Cannot see the expected ConfigMap shop\/never: not within 0.2 s. never content[^]*"k": "v"/,
    );
  });

  test('eventuallyGone and eventuallyAll see deletions', async () => {
    const name = { namespace, name: 'going' };
    await createObject(plane.api, configMaps, { metadata: { ...name, labels: { going: 'yes' } } });
    const gone = eventuallyGone(plane.api, { resource: configMaps, ...name });
    const selected = { resource: configMaps, namespace, labelSelector: 'going=yes' };
    const none = eventuallyAll(plane.api, selected, (objects) => objects.length === 0);
    await deleteObject(plane.api, configMaps, name);
    await expect(Promise.all([gone, none])).resolves.toEqual([undefined, []]);
  });

  test('a watcher survives a restart of the API server', async () => {
    const name = { namespace, name: 'watched' };
    const watcher = await Watcher.start<ConfigMap>(plane.api, { resource: configMaps, ...name });
    await plane.stopApiServer();
    await plane.startApiServer();
    await createObject(plane.api, configMaps, { metadata: name });
    await watcher.until((objects) => objects.length === 1, { what: 'the config map' });
    watcher.stop();
    expect(watcher.objects.map(({ metadata }) => metadata?.name)).toEqual(['watched']);
  }, 30_000);
});
