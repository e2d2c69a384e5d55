// Policies and webhooks change or refuse the operator's writes: it reports this, retries with backoff, and goes on with
// other objects.
import { describe, expect, jest, test } from '@jest/globals';
import type { EndpointSlice } from '../src/desired/ledgerRecord.ts';
import { askAway, denyAll, mutateBy, type Subject } from './cluster/admission.ts';
import { eventuallyAll } from './cluster/eventually.ts';
import { deleteObject, getObject, patchObject } from './cluster/objects.ts';
import { endpointSlices, events, services } from './cluster/resources.ts';
import { setUpStage } from './support/onStage.ts';
import { sliceOf, untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { untilDegraded, untilStatus, verdictOf } from './support/status.ts';
import { now, writesSince } from './support/writes.ts';

jest.setTimeout(60_000);

const stage = setUpStage();

async function openPatientScene(): Promise<Scene> {
  return { ...(await openServingScene(stage.plane)), deadlineMs: 30_000 };
}

function slicesIn({ plane: { api }, namespace }: Scene): Subject {
  const endpoints = [{ addresses: ['10.2.0.1'] }];
  const probe = { metadata: { namespace, name: 'probe' }, addressType: 'IPv4', endpoints, ports: [] };
  return { api, namespace, resource: endpointSlices, probe };
}

function servicesIn({ plane: { api }, namespace }: Scene): Subject {
  const probe = { metadata: { namespace, name: 'probe' }, spec: { ports: [{ port: 80 }] } };
  return { api, namespace, resource: services, probe };
}

function isZoned(probe: object): boolean {
  return JSON.stringify(probe).includes('elsewhere');
}

async function untilWell(scene: Scene): Promise<void> {
  await untilStatus(scene, (status) => {
    return verdictOf(status, 'Degraded') === 'False AsDesired' && verdictOf(status, 'Ready') === 'True ActivePublished';
  });
}

describe('a policy that sets a zone in our EndpointSlices', () => {
  test('causes no loop, is reported, and delays neither a failover nor other objects', async () => {
    const scene = await openPatientScene();
    const patch = `[JSONPatch{op: "add", path: "/endpoints/0/zone", value: "elsewhere"}]`;
    await mutateBy(slicesIn(scene), patch, isZoned);
    const moment = await now(stage);
    await setReady(scene, 'orders-0', false);
    const message = await untilDegraded(scene, 'ChangedByOthers');
    expect(message).toContain('orders-asvc-ipv4: endpoints[0].zone is "elsewhere" instead of absent');
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await setReady(scene, 'orders-1', false);
    await untilPublished(scene, { pod: 'orders-2', term: 3 });
    const other = await openServingScene(stage.plane);
    await expectSafe(other);
    const updates = (await writesSince(moment, scene, stage)).filter((write) => write === 'update endpointslices');
    // Two elections, and one try after each second or more.
    expect(updates.length).toBeGreaterThanOrEqual(2);
    expect(updates.length).toBeLessThanOrEqual(8);
    await expectSafe(scene);
  });
});

describe('writes that are refused', () => {
  test.concurrent('of the EndpointSlice by a policy, not as invalid, are reported until they succeed', async () => {
    const scene = await openPatientScene();
    const end = await denyAll(slicesIn(scene), 'no changes on Fridays');
    await setReady(scene, 'orders-0', false);
    expect(await untilDegraded(scene, 'EndpointSliceNotWritten')).toContain('no changes on Fridays');
    await untilStatus(scene, (status) => verdictOf(status, 'Ready') === 'False EndpointSliceNotWritten');
    await end();
    await untilServing(scene, 'orders-1', 2);
    await untilWell(scene);
    await expectSafe(scene);
  });

  test.concurrent('of the Service because a webhook is unreachable are reported until they succeed', async () => {
    const scene = await openPatientScene();
    const { namespace, name } = scene;
    const end = await askAway(servicesIn(scene));
    await deleteObject(stage.plane.api, services, { namespace, name });
    expect(await untilDegraded(scene, 'ServiceNotWritten')).toContain('away.example.com');
    await untilStatus(scene, (status) => verdictOf(status, 'Ready') === 'False ServiceNotWritten');
    await end();
    await untilWell(scene);
  });
});

/** Together with what the operator writes this stays within the limit. */
const ANNOTATION_LIMIT = 256 * 1024;

function fillerFor(annotations: Readonly<Record<string, string>>): object {
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const key = 'example.com/filler';
  return { metadata: { annotations: { [key]: 'x'.repeat(ANNOTATION_LIMIT - size - key.length) } } };
}

describe('an object whose annotations another client has filled', () => {
  test.concurrent('is written without those if it is our EndpointSlice, and an Event says so', async () => {
    const scene = await openPatientScene();
    const { api } = stage.plane;
    const slice = await getObject<EndpointSlice>(api, endpointSlices, sliceOf(scene));
    const patch = fillerFor(slice?.metadata?.annotations ?? {});
    await patchObject(api, endpointSlices, { ...sliceOf(scene), patch });
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    await eventuallyAll(api, { resource: events, namespace: scene.namespace }, (all) => {
      expect(JSON.stringify(all)).toContain('annotation example.com/filler');
    });
    await expectSafe(scene);
  });

  test.concurrent('is repaired with those if it is our Service', async () => {
    const scene = await openPatientScene();
    const { api } = stage.plane;
    const target = { namespace: scene.namespace, name: scene.name };
    const moment = await now(stage);
    const spec = { internalTrafficPolicy: 'Local', externalIPs: ['198.51.100.7'] };
    await patchObject(api, services, { ...target, patch: { ...fillerFor({}), spec } });
    await eventuallyAll(api, { resource: services, namespace: scene.namespace }, ([service]) => {
      expect(JSON.stringify(service)).not.toMatch(/"Local"|198\.51/);
    });
    await untilWell(scene);
    expect(await writesSince(moment, scene, stage)).not.toContain('create services');
  });
});
