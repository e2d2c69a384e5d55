// A pod says its priority in an annotation that the object names; pods that were there before are read again for it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setPodReady } from './cluster/pods.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { createAsvc, createReadyPod, openScene, patchSpec, podOf, type Scene } from './support/scene.ts';
import { untilServing } from './support/servingScene.ts';
import { startStage, type Stage } from './support/stage.ts';
import { untilStatus } from './support/status.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
}, 60_000);

afterAll(() => stage?.plane.stop());

const byRank = (priorityAnnotation: string) => ({ election: { order: 'Priority', priorityAnnotation } });

/** orders-2 has the highest rank by one annotation, orders-1 by the other. */
async function createRankedPods(scene: Scene): Promise<void> {
  const ranks = [
    { 'team/rank': '1', constructor: '1' },
    { 'team/rank': '5', constructor: '9' },
    { 'team/rank': '7', constructor: '-1' },
  ];
  for (const [ordinal, annotations] of ranks.entries()) {
    await createReadyPod(scene, `orders-${ordinal}`, { annotations });
  }
}

test('by any annotation, from the moment on that the object names it, also after a restart', async () => {
  const scene = await openScene(stage.plane);
  await createRankedPods(scene);
  await createAsvc(scene);
  await untilServing(scene, 'orders-0', 1);
  await patchSpec(scene, byRank('team/rank'));
  await untilStatus(scene, ({ candidates }) => {
    expect(candidates?.map(({ podName, priority }) => [podName, priority])).toContainEqual(['orders-2', 7]);
  });
  await setPodReady(stage.plane.api, podOf(scene, 'orders-0'), false);
  await untilPublished(scene, { pod: 'orders-2', term: 2 });
  await stage.operator.stop();
  await patchSpec(scene, byRank('constructor'));
  await stage.operator.start();
  // Minus one: it must not be active, and hands over to the next best.
  await untilPublished(scene, { pod: 'orders-1', term: 3 });
  await untilStatus(scene, ({ candidates }) => {
    expect(candidates?.find(({ podName }) => podName === 'orders-2')).toMatchObject({ reason: 'PriorityZero' });
  });
  await expectSafe(scene);
});
