// Objects of other owners are not touched, adoptable ones are taken over, and owned ones are deleted with their object.
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL } from '../src/api/names.ts';
import type { KubeObject } from '../src/kube/wire.ts';
import type { ObjectName, Resource } from '../src/kube/resource.ts';
import { eventuallyAll, eventuallyGone } from './cluster/eventually.ts';
import { createNode } from './cluster/nodes.ts';
import { createObject, deleteObject, getObject, patchObject } from './cluster/objects.ts';
import { activeStandbyServices, endpoints, endpointSlices, services } from './cluster/resources.ts';
import { whileAway } from './support/crash.ts';
import { setUpStage } from './support/onStage.ts';
import { published, sliceOf } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { beside, createAsvc, createReadyPods, openScene, podLabels, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { untilDegraded, untilStatus, verdictOf } from './support/status.ts';
import { now, writesSince } from './support/writes.ts';

/** The garbage collector looks for new kinds of owners every 30 s. */
const collectedWithinMs = 60_000;

jest.setTimeout(90_000);

const ports = [{ port: 80 }];
const endpointPorts = [{ name: '', port: 80, protocol: 'TCP' }];
const foreignEndpoints = [{ addresses: ['10.9.9.9'], conditions: { ready: true } }];

const stage = setUpStage();

beforeAll(async () => {
  await createNode(stage.plane.api, 'n1');
});

function create(resource: Resource, object: object): Promise<KubeObject> {
  return createObject<KubeObject>(stage.plane.api, resource, object);
}

async function expectUntouched(resource: Resource, { metadata }: KubeObject): Promise<void> {
  const { namespace = '', name = '', resourceVersion } = metadata ?? {};
  const object = await getObject(stage.plane.api, resource, { namespace, name });
  expect(object?.metadata?.resourceVersion).toBe(resourceVersion);
}

function remove(resource: Resource, { namespace, name }: ObjectName): Promise<void> {
  return deleteObject(stage.plane.api, resource, { namespace, name });
}

async function untilSound(scene: Scene): Promise<void> {
  await untilStatus(scene, (status) => verdictOf(status, 'Degraded') === 'False AsDesired');
}

/** Resolves once the operator has seen a new change, and so all earlier ones. */
async function untilNoticed(): Promise<void> {
  await openServingScene(stage.plane);
}

async function openSceneWithPods(): Promise<Scene> {
  const scene = await openScene(stage.plane);
  await createReadyPods(scene, ['orders-0', 'orders-1'], { nodeName: 'n1' });
  return scene;
}

describe('of another owner', () => {
  test.concurrent('a Service of that name is left alone; once it is deleted, ours is created', async () => {
    const scene = await openSceneWithPods();
    const { namespace, name } = scene;
    const foreign = await create(services, { metadata: { namespace, name }, spec: { selector: podLabels, ports } });
    const start = await now(stage);
    await createAsvc(scene);
    await untilDegraded(scene, 'ServiceNameConflict');
    await untilNoticed();
    await expectUntouched(services, foreign);
    expect(await published(scene)).toBeUndefined();
    const writes = await writesSince(start, scene, stage);
    expect(writes.filter((write) => write !== 'update activestandbyservices/status')).toEqual([]);
    await remove(services, scene);
    await untilServing(scene, 'orders-0', 1);
    await untilSound(scene);
    await eventuallyAll(stage.plane.api, { resource: endpointSlices, namespace }, ({ length }) => length === 1);
    await expectSafe(scene);
  });

  test.concurrent(
    "an EndpointSlice of the ledger's name is left alone; once it is deleted, ours is created",
    async () => {
      const scene = await openSceneWithPods();
      const metadata = sliceOf(scene);
      const slice = { metadata, addressType: 'IPv4', endpoints: foreignEndpoints, ports: endpointPorts };
      const foreign = await create(endpointSlices, slice);
      await createAsvc(scene);
      await untilDegraded(scene, 'EndpointSliceNameConflict');
      await untilNoticed();
      await expectUntouched(endpointSlices, foreign);
      await remove(endpointSlices, metadata);
      await untilServing(scene, 'orders-0', 1);
      await untilSound(scene);
      await expectSafe(scene, [foreign.metadata?.resourceVersion]);
    },
  );

  test.concurrent('an EndpointSlice for our Service is reported and left alone', async () => {
    const scene = await openServingScene(stage.plane);
    const { namespace, name } = scene;
    const labels = { [SERVICE_NAME_LABEL]: name, [SLICE_MANAGED_BY_LABEL]: 'another' };
    const metadata = { namespace, name: 'foreign', labels };
    const slice = { metadata, addressType: 'IPv4', endpoints: foreignEndpoints, ports: endpointPorts };
    const foreign = await create(endpointSlices, slice);
    await untilDegraded(scene, 'ForeignEndpointSlices');
    await untilNoticed();
    await expectUntouched(endpointSlices, foreign);
    await remove(endpointSlices, metadata);
    await untilSound(scene);
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });

  test.concurrent('Endpoints for our Service, which Kubernetes mirrors, are reported and left alone', async () => {
    const scene = await openServingScene(stage.plane);
    const { namespace, name } = scene;
    const subsets = [{ addresses: [{ ip: '10.9.9.9' }], ports }];
    await create(endpoints, { metadata: { namespace, name }, subsets });
    await untilDegraded(scene, 'ForeignEndpointSlices');
    await untilNoticed();
    expect(await getObject(stage.plane.api, endpoints, scene)).toMatchObject({ subsets });
    await eventuallyAll(stage.plane.api, { resource: endpointSlices, namespace }, ({ length }) => length === 2);
    await remove(endpoints, scene);
    await untilSound(scene);
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });
});

describe('of two ActiveStandbyServices for one Service', () => {
  test.concurrent('the owner keeps it, and the other takes over when the owner is deleted', async () => {
    const first = await openServingScene(stage.plane);
    const second = beside(first, 'another');
    await createAsvc(second, { service: { name: 'orders', ports: [{ port: 81 }] } });
    await untilDegraded(second, 'ServiceNameConflict');
    await untilNoticed();
    expect(await publications(first)).toEqual(['1 orders-0']);
    await remove(activeStandbyServices, first);
    const patient = { ...second, deadlineMs: collectedWithinMs };
    await untilStatus(patient, (status) => verdictOf(status, 'Ready') === 'True ActivePublished');
    await untilSound(second);
    expect(await publications(first)).toEqual(['1 orders-0', 'deleted', '1 orders-0']);
    await expectSafe(first);
  });

  test('the older gets it when neither owns it', async () => {
    const older = await openSceneWithPods();
    const younger = beside(older, 'another');
    await whileAway(stage, async () => {
      await createAsvc(older);
      // Times of creation are whole seconds.
      await delay(1_000);
      await createAsvc(younger, { service: { name: 'orders', ports: [{ port: 81 }] } });
    });
    await untilDegraded(younger, 'ServiceNameConflict');
    await untilServing(older, 'orders-0', 1);
    await untilSound(older);
    await expectSafe(older);
  });
});

describe('an ActiveStandbyService', () => {
  test.concurrent('that is deleted is followed by its Service and EndpointSlice', async () => {
    const scene = await openServingScene(stage.plane);
    await remove(activeStandbyServices, scene);
    const { api } = stage.plane;
    await eventuallyGone(api, { ...scene, resource: services, deadlineMs: collectedWithinMs });
    await eventuallyGone(api, { ...sliceOf(scene), resource: endpointSlices, deadlineMs: collectedWithinMs });
    await expectSafe(scene);
  });

  test.concurrent('that is being deleted causes no write any more', async () => {
    const scene = await openServingScene(stage.plane);
    const { namespace, name } = scene;
    const hold = (finalizers: readonly string[]): Promise<unknown> => {
      const patch = { metadata: { finalizers } };
      return patchObject(stage.plane.api, activeStandbyServices, { namespace, name, patch });
    };
    await hold(['example.com/hold']);
    await remove(activeStandbyServices, scene);
    const start = await now(stage);
    await setReady(scene, 'orders-0', false);
    await patchObject(stage.plane.api, services, {
      namespace,
      name,
      patch: { spec: { externalIPs: ['198.51.100.7'] } },
    });
    await untilNoticed();
    expect(await writesSince(start, scene, stage)).toEqual([]);
    await hold([]);
    await eventuallyGone(stage.plane.api, { ...scene, resource: activeStandbyServices });
    await expectSafe(scene);
  });

  test.concurrent('that is deleted with orphaned objects and recreated continues with the next term', async () => {
    const scene = { ...(await openServingScene(stage.plane)), deadlineMs: collectedWithinMs };
    const { plane, namespace, name } = scene;
    const owned = await getObject(plane.api, services, scene);
    await plane.kubectl(['delete', 'asvc', name, '-n', namespace, '--cascade=orphan', '--timeout=60s']);
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    await createAsvc(scene);
    await untilServing(scene, 'orders-0', 2);
    const adopted = await getObject(plane.api, services, scene);
    expect(adopted?.metadata?.uid).toBe(owned?.metadata?.uid);
    expect(adopted?.metadata?.ownerReferences).toHaveLength(1);
    expect((await publications(scene)).filter((publication) => publication === 'deleted')).toEqual([]);
    await expectSafe(scene);
  });
});
