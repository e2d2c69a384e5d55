// The IP family of our Service changes in a dual-stack cluster. The API server allows the change of the first family
// for a headless Service directly, and for one with a virtual IP by way of another type.
import { describe, expect, jest, test } from '@jest/globals';
import type { Service } from '../src/desired/service.ts';
import { dualStack } from './cluster/apiServer.ts';
import { eventually, eventuallyGone } from './cluster/eventually.ts';
import { deleteObject, patchObject } from './cluster/objects.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { endpointSlices, services } from './cluster/resources.ts';
import { crashAt, whileAway } from './support/crash.ts';
import { setUpProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafeInBoth, publicationsOfBoth } from './support/safety.ts';
import { createAsvc, createReadyPod, openScene, setReady, type Scene } from './support/scene.ts';
import { untilServing } from './support/servingScene.ts';
import { untilStatus, verdictOf } from './support/status.ts';

const headless = { service: { type: 'Headless', ports: [{ port: 80, targetPort: 8080 }] } };
const toIPv6 = ['IPv6 1 none', 'IPv4 2 none', 'IPv6 3 orders-0', 'IPv4 deleted'];

const stage = setUpProxiedStage({ apiServer: dualStack });

jest.setTimeout(60_000);

async function openDualStackScene(spec: object = {}): Promise<Scene> {
  const scene = await openScene(stage.plane);
  for (const n of [0, 1]) await createReadyPod(scene, `orders-${n}`, { ips: [`10.1.0.${10 + n}`, `fd00:1::1${n}`] });
  await createAsvc(scene, spec);
  await untilServing(scene, 'orders-0', 1);
  return scene;
}

function patchService({ plane, namespace, name }: Scene, spec: object): Promise<Service> {
  return patchObject<Service>(plane.api, services, { namespace, name, patch: { spec } });
}

/** The slice of the other family is deleted, which is the last step, and the status reports the new one. */
async function untilSettled(scene: Scene, term: number): Promise<void> {
  await untilStatus(scene, (status) => status.term === term && verdictOf(status, 'Ready') === 'True ActivePublished');
  await untilStatus(scene, (status) => verdictOf(status, 'Degraded') === 'False AsDesired');
}

async function untilFamilies({ plane, namespace, name }: Scene, ...families: readonly string[]): Promise<void> {
  await eventually<Service>(plane.api, { resource: services, namespace, name }, ({ spec }) =>
    expect([spec?.ipFamilyPolicy, ...(spec?.ipFamilies ?? [])]).toEqual(['SingleStack', ...families]),
  );
}

async function expectChanges(scene: Scene, expected: readonly string[]): Promise<void> {
  const { plane, namespace } = scene;
  const last = expected.at(-1) ?? '';
  const name = `orders-asvc-${last.startsWith('IPv4') ? 'ipv4' : 'ipv6'}`;
  if (last.endsWith('deleted')) await eventuallyGone(plane.api, { resource: endpointSlices, namespace, name });
  expect(await publicationsOfBoth(scene)).toEqual(expected);
  await expectSafeInBoth(scene);
}

describe('a headless Service', () => {
  test('may change to another family and back', async () => {
    const scene = await openDualStackScene(headless);
    await patchService(scene, { ipFamilies: ['IPv6'] });
    await untilSettled(scene, 3);
    await expectChanges(scene, ['IPv4 1 orders-0', ...toIPv6]);
    await setReady(scene, 'orders-0', false);
    await untilSettled(scene, 4);
    await patchService(scene, { ipFamilies: ['IPv4'] });
    await untilSettled(scene, 6);
    const back = ['IPv6 4 orders-1', 'IPv4 4 none', 'IPv6 5 none', 'IPv4 6 orders-1', 'IPv6 deleted'];
    await expectChanges(scene, ['IPv4 1 orders-0', ...toIPv6, ...back]);
  });

  test.each([1, 2, 3, 4].flatMap((nth) => (['before', 'after'] as const).map((moment) => ({ nth, moment }))))(
    'may change although the operator is killed right $moment its write $nth of a slice',
    async ({ nth, moment }) => {
      const scene = await openDualStackScene(headless);
      const matching = within(scene, isWriteOf(endpointSlices));
      await crashAt(stage, { moment, nth, matching }, () => patchService(scene, { ipFamilies: ['IPv6'] }));
      await stage.operator.start();
      await untilSettled(scene, 3);
      await expectChanges(scene, ['IPv4 1 orders-0', ...toIPv6]);
    },
  );
});

describe('a Service with a virtual IP', () => {
  test('may change while the operator is down', async () => {
    const scene = await openDualStackScene();
    const none = { clusterIP: null, clusterIPs: null, ipFamilies: null, ipFamilyPolicy: null };
    await whileAway(stage, async () => {
      await patchService(scene, { ...none, type: 'ExternalName', externalName: 'example.com' });
      const spec = { type: 'ClusterIP', externalName: null, ipFamilies: ['IPv6'], ipFamilyPolicy: 'SingleStack' };
      await patchService(scene, spec);
    });
    await untilSettled(scene, 3);
    await expectChanges(scene, ['IPv4 1 orders-0', ...toIPv6]);
  });

  test('that is deleted and recreated with the first family keeps its slice', async () => {
    const scene = await openDualStackScene();
    const { namespace, name } = scene;
    await deleteObject(stage.plane.api, services, { namespace, name });
    await untilFamilies(scene, 'IPv4');
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await expectChanges(scene, ['IPv4 1 orders-0', 'IPv4 2 orders-1']);
  });

  test('that gets a second family keeps the slice of the first', async () => {
    const scene = await openDualStackScene();
    await patchService(scene, { ipFamilyPolicy: 'PreferDualStack' });
    await untilFamilies(scene, 'IPv4');
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await expectChanges(scene, ['IPv4 1 orders-0', 'IPv4 2 orders-1']);
  });
});
