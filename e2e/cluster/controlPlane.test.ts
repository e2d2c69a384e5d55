import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startControlPlane, type ControlPlane } from './controlPlane.ts';

interface Named {
  readonly metadata: { readonly name: string };
}

const configMaps = '/api/v1/namespaces/default/configmaps';

function configMap(name: string): object {
  return { metadata: { name } };
}

describe('two control planes on one machine', () => {
  let planes: readonly ControlPlane[] = [];

  beforeAll(async () => {
    planes = await Promise.all([startControlPlane({ users: ['guest'] }), startControlPlane()]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all(planes.map((plane) => plane.stop()));
  });

  function plane(index: number): ControlPlane {
    const found = planes[index];
    if (found === undefined) throw new Error(`There is no control plane ${index}`);
    return found;
  }

  test('have nothing in common', async () => {
    await plane(0).api.request('POST', configMaps, { body: configMap('only-in-the-first') });
    const lists = planes.map(({ api }) => api.request<{ items: Named[] }>('GET', configMaps));
    const names = (await Promise.all(lists)).map(({ items }) => items.map(({ metadata }) => metadata.name));
    expect(names[0]).toContain('only-in-the-first');
    expect(names[1]).not.toContain('only-in-the-first');
  });

  test('a user has no permission until a role is bound to it', async () => {
    const guest = plane(0).apiAs('guest');
    await expect(guest.request('GET', configMaps)).rejects.toMatchObject({ status: 403, reason: 'Forbidden' });
    await guest.close();
  });

  test('kubectl works with the kubeconfig, and its message is in the error', async () => {
    expect(await plane(0).kubectl(['get', 'namespace', 'default', '-o', 'name'])).toBe('namespace/default\n');
    await expect(plane(0).kubectl(['get', 'nothing'])).rejects.toThrow(
      /Cannot run kubectl get nothing: error: the server/,
    );
  });

  test('the controller manager collects the objects of a deleted owner', async () => {
    const { api } = plane(1);
    const owner = await api.request<{ metadata: { uid: string } }>('POST', configMaps, { body: configMap('owner') });
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid };
    const owned = { metadata: { name: 'owned', ownerReferences: [reference] } };
    await api.request('POST', configMaps, { body: owned });
    await api.request('DELETE', `${configMaps}/owner`);
    const wait = plane(1).kubectl(['wait', '--for=delete', 'configmap/owned', '--timeout=30s']);
    await expect(wait).resolves.toEqual(expect.any(String));
  }, 40_000);

  test('the API server stops and starts again on its port with its data', async () => {
    const { api, server } = plane(1);
    await api.request('POST', configMaps, { body: configMap('kept') });
    await plane(1).stopApiServer();
    await expect(api.request('GET', `${configMaps}/kept`)).rejects.toThrow('fetch failed');
    await plane(1).startApiServer();
    expect(plane(1).server).toBe(server);
    const { metadata } = await api.request<Named>('GET', `${configMaps}/kept`);
    expect(metadata.name).toBe('kept');
  }, 30_000);
});
