// A malformed pod status affects only that pod.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { patchPodStatus } from './cluster/pods.ts';
import { expectSafe } from './support/safety.ts';
import { createAsvc, createReadyPods, openScene, podOf, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { startOperator, startPreparedPlane } from './support/stage.ts';

let plane: ControlPlane;

beforeEach(async () => {
  plane = await startPreparedPlane();
}, 60_000);

afterEach(() => plane?.stop());

const strangeTimes = [
  '1969-12-31T23:59:59Z',
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:01Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
];

const leftOut = /^activestandby_rejected_objects_total\{/m;

/** One scene per time: its first pod has been ready since then. */
async function openStrangeScenes(): Promise<readonly Scene[]> {
  return Promise.all(
    strangeTimes.map(async (time) => {
      const scene = await openScene(plane);
      await createReadyPods(scene, ['orders-0', 'orders-1']);
      await makeStrange(scene, time);
      return scene;
    }),
  );
}

function makeStrange(scene: Scene, lastTransitionTime: string): Promise<unknown> {
  const conditions = ['Ready', 'Initialized', 'example.com/mine'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime,
    lastProbeTime: lastTransitionTime,
  }));
  return patchPodStatus(plane.api, podOf(scene, 'orders-0'), { conditions });
}

async function failOver(scene: Scene): Promise<void> {
  await setReady(scene, 'orders-0', false);
  await untilServing(scene, 'orders-1', 2);
  await expectSafe(scene);
}

test('an operator that starts with invalid times becomes ready, and fails over these objects and others', async () => {
  const scenes = await openStrangeScenes();
  const operator = await startOperator(plane);
  await failOver(await openServingScene(plane));
  for (const [index, scene] of scenes.entries()) {
    await createAsvc(scene);
    // Ready since the year 9999 counts as ready last.
    const first = index === strangeTimes.length - 1 ? 'orders-1' : 'orders-0';
    await untilServing(scene, first, 1);
    await setReady(scene, first, false);
    await untilServing(scene, first === 'orders-0' ? 'orders-1' : 'orders-0', 2);
    await expectSafe(scene);
  }
  expect(await operator.metrics()).not.toMatch(leftOut);
});

test('a running operator is not affected by invalid times, in its watch or in a new list', async () => {
  const operator = await startOperator(plane);
  const sound = await openServingScene(plane);
  for (const time of strangeTimes) {
    const scene = await openServingScene(plane);
    await makeStrange(scene, time);
    await failOver(scene);
  }
  await failOver(sound);
  await operator.stop();
  await operator.start();
  await setReady(sound, 'orders-1', false);
  await untilServing(sound, 'orders-2', 3);
  expect(await operator.metrics()).not.toMatch(leftOut);
});
