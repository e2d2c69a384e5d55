// The Service is edited or deleted by hand. It is repaired, and its EndpointSlice is left unchanged.
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { MANAGED_BY_LABEL } from '../src/api/names.ts';
import type { Service } from '../src/desired/service.ts';
import { eventually, eventuallyAll, eventuallyGone } from './cluster/eventually.ts';
import { createNode } from './cluster/nodes.ts';
import { deleteObject, getObject, patchObject } from './cluster/objects.ts';
import { endpoints, endpointSlices, services } from './cluster/resources.ts';
import { whileAway } from './support/crash.ts';
import { setUpStage } from './support/onStage.ts';
import { sliceOf } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { podLabels, type Scene } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';

jest.setTimeout(30_000);

const port = { port: 80, protocol: 'TCP', targetPort: 8080 };
const named = { ...port, name: 'http' };

const edits: Readonly<Record<string, object>> = {
  'another port beside ours': { spec: { ports: [named, { ...port, name: 'strange', port: 81 }] } },
  'another port in place of ours': { spec: { ports: [{ ...port, port: 81 }] } },
  'another target': { spec: { ports: [{ ...port, targetPort: 9 }] } },
  'external addresses': { spec: { externalIPs: ['198.51.100.7'] } },
  'unready addresses': { spec: { publishNotReadyAddresses: true } },
  'ports on every node': { spec: { type: 'NodePort' } },
  'a load balancer': { spec: { type: 'LoadBalancer' } },
  'an external name': { spec: { type: 'ExternalName', externalName: 'example.com' } },
  'traffic for the same node only': { spec: { internalTrafficPolicy: 'Local' } },
  'a selector': { spec: { selector: podLabels } },
  'no label of ours': { metadata: { labels: { [MANAGED_BY_LABEL]: null } } },
  'no owner': { metadata: { ownerReferences: null } },
};

async function serviceIn({ plane, namespace, name }: Scene): Promise<Service> {
  const service = await getObject<Service>(plane.api, services, { namespace, name });
  if (service === undefined) throw new Error(`there is no Service ${namespace}/${name}`);
  return service;
}

/** All but the virtual IP, which a change of the type releases. */
function contentOf({ metadata, spec }: Service): object {
  const { clusterIP: _, clusterIPs: __, ...content } = spec ?? {};
  return { labels: metadata?.labels, ownerReferences: metadata?.ownerReferences, ...content };
}

async function untilLike(scene: Scene, before: Service): Promise<Service> {
  const { plane, namespace, name } = scene;
  return eventually<Service>(plane.api, { resource: services, namespace, name }, (service) => {
    expect(contentOf(service)).toEqual(contentOf(before));
  });
}

async function edit({ plane, namespace, name }: Scene, patch: object): Promise<void> {
  await patchObject(plane.api, services, { namespace, name, patch });
}

/** No object of Kubernetes' own controllers is left. */
async function untilOursAlone({ plane, namespace, name }: Scene): Promise<void> {
  await eventuallyAll(plane.api, { resource: endpointSlices, namespace }, (slices) => {
    expect(slices.map(({ metadata }) => metadata?.name)).toEqual([sliceOf({ namespace, name }).name]);
  });
  await eventuallyGone(plane.api, { resource: endpoints, namespace, name });
}

const stage = setUpStage();

beforeAll(async () => {
  // Kubernetes publishes pods of a selector only while their node exists.
  await createNode(stage.plane.api, 'n1');
});

describe('a Service', () => {
  test.concurrent.each(Object.entries(edits))('that was given %s by hand is repaired', async (_, patch) => {
    const scene = await openServingScene(stage.plane, {}, { nodeName: 'n1' });
    const before = await serviceIn(scene);
    await edit(scene, patch);
    const after = await untilLike(scene, before);
    expect(after.metadata?.uid).toBe(before.metadata?.uid);
    await untilOursAlone(scene);
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });

  test.concurrent('without a virtual IP that was given an external name by hand is repaired', async () => {
    const headless = { service: { type: 'Headless', ports: [port] } };
    const scene = await openServingScene(stage.plane, headless, { nodeName: 'n1' });
    const before = await serviceIn(scene);
    await edit(scene, { spec: { type: 'ExternalName', externalName: 'example.com' } });
    const { spec } = await untilLike(scene, before);
    expect(spec?.clusterIP).toBe('None');
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });

  test.concurrent('that was deleted is recreated', async () => {
    const scene = await openServingScene(stage.plane, {}, { nodeName: 'n1' });
    const before = await serviceIn(scene);
    await deleteObject(stage.plane.api, services, { namespace: scene.namespace, name: scene.name });
    const after = await untilLike(scene, before);
    expect(after.metadata?.uid).not.toBe(before.metadata?.uid);
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });

  test('that had a selector for a while loses all objects that Kubernetes made from it', async () => {
    const { plane } = stage;
    const scene = await openServingScene(plane, {}, { nodeName: 'n1' });
    const { namespace, name } = scene;
    const before = await serviceIn(scene);
    await whileAway(stage, async () => {
      await edit(scene, { spec: { selector: podLabels } });
      await eventuallyAll(plane.api, { resource: endpointSlices, namespace }, ({ length }) => length === 2);
      await eventually(plane.api, { resource: endpoints, namespace, name }, () => true);
    });
    await untilLike(scene, before);
    await untilOursAlone(scene);
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });
});
