// An upgrade from the version before, in the steps of the Deployment's rollout: a new pod is ready before an old one stops.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LEASE_NAME } from '../src/api/names.ts';
import type { EndpointSlice } from '../src/desired/ledgerRecord.ts';
import type { Lease } from '../src/kube/leaderElection/lease.ts';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { eventually, eventuallyAll } from './cluster/eventually.ts';
import { history } from './cluster/history.ts';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import { activeStandbyServices, endpointSlices, leases } from './cluster/resources.ts';
import { NAMESPACE, startInstalledPlane, startPod } from './support/installation.ts';
import { buildPreviousBundle } from './support/previousBundle.ts';
import { expectSafe } from './support/safety.ts';
import { beside, openScene, setReady, type Asvc, type Scene } from './support/scene.ts';
import { createServing, isSettled, untilServing } from './support/servingScene.ts';

const objects = 50;

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startInstalledPlane();
}, 60_000);

afterAll(() => plane?.stop());

async function untilAllServe({ namespace }: Scene): Promise<void> {
  await eventuallyAll<Asvc>(
    plane.api,
    { resource: activeStandbyServices, namespace },
    (all) => all.length === objects && all.every((asvc) => isSettled(asvc, 2)),
  );
}

async function untilLeads(podPrefix: string): Promise<void> {
  const lease = { resource: leases, namespace: NAMESPACE, name: LEASE_NAME };
  await eventually<Lease>(plane.api, lease, ({ spec }) => spec?.holderIdentity?.startsWith(podPrefix) === true);
}

async function sliceChanges({ namespace }: Scene): Promise<number> {
  return (await history<EndpointSlice>(plane.etcdUrl, endpointSlices, namespace)).length;
}

test('changes no EndpointSlice of 50 objects, and the new version fails over', async () => {
  const bundle = buildPreviousBundle(join(plane.directory, 'previous'));
  const start = (name: string): Promise<OperatorProcess> => startPod(plane, name);
  const old = [await startPod(plane, 'old-0', { bundle }), await startPod(plane, 'old-1', { bundle })];
  const scene = await openScene(plane);
  const scenes = Array.from({ length: objects }, (_, index) => beside(scene, `orders-${index}`));
  await Promise.all(scenes.map((each) => createServing(each)));
  await untilAllServe(scene);
  const before = await sliceChanges(scene);

  for (const [index, pod] of old.entries()) {
    await start(`new-${index}`);
    expect((await pod.stop()).code).toBe(0);
  }
  await untilLeads('new-');
  // It serves a new object once it has looked at those that were there: they are in its queues before.
  const late = beside(scene, 'late');
  await createServing(late);
  await untilServing(late, 'late-0', 1);
  expect(await sliceChanges(scene)).toBe(before + 1);

  const [first = scene] = scenes;
  await setReady(first, 'orders-0-0', false);
  await untilServing(first, 'orders-0-1', 2);
  expect(await sliceChanges(scene)).toBe(before + 2);
  for (const each of scenes) await expectSafe(each);
}, 120_000);
