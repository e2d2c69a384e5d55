// An upgrade from the version before, in the steps of the Deployment's rollout: a new pod is ready before an old one stops.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import { startInstalledPlane, startPod } from './support/installation.ts';
import { buildPreviousBundle } from './support/previousBundle.ts';
import { untilLeader } from './support/replicas.ts';
import { expectSafe, sliceChanges } from './support/safety.ts';
import { beside, openScene, setReady } from './support/scene.ts';
import { createServing, untilAllSettled, untilServing } from './support/servingScene.ts';

const objects = 50;

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startInstalledPlane();
}, 60_000);

afterAll(() => plane?.stop());

test('changes no EndpointSlice of 50 objects, and the new version fails over', async () => {
  const bundle = buildPreviousBundle(join(plane.directory, 'previous'));
  const start = (name: string): Promise<OperatorProcess> => startPod(plane, name);
  const old = [await startPod(plane, 'old-0', { bundle }), await startPod(plane, 'old-1', { bundle })];
  const scene = await openScene(plane);
  const scenes = Array.from({ length: objects }, (_, index) => beside(scene, `orders-${index}`));
  await Promise.all(scenes.map((each) => createServing(each)));
  await untilAllSettled(scene, objects);
  const before = await sliceChanges(scene);

  for (const [index, pod] of old.entries()) {
    await start(`new-${index}`);
    expect((await pod.stop()).code).toBe(0);
  }
  await untilLeader(plane, (pod) => pod.startsWith('new-'));
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
