// Several objects may select the same pods: the annotation for one object wins over the common one.
import { expect, test } from '@jest/globals';
import { PRIORITY_ANNOTATION } from '../src/api/names.ts';
import { setUpStage } from './support/onStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { beside, createAsvc, createReadyPod, openScene, setReady, type Scene } from './support/scene.ts';
import { untilServing } from './support/servingScene.ts';
import { untilStatus } from './support/status.ts';

const stage = setUpStage();

const byPriority = { election: { order: 'Priority' } };
const forOrders = `orders.${PRIORITY_ANNOTATION}`;

/** For all objects orders-2 comes first; for the object orders orders-1 does, and orders-2 never. */
async function createRankedPods(scene: Scene): Promise<void> {
  const ranks = [
    {},
    { [PRIORITY_ANNOTATION]: '1', [forOrders]: '9' },
    { [PRIORITY_ANNOTATION]: '7', [forOrders]: '0' },
  ];
  for (const [ordinal, annotations] of ranks.entries()) {
    await createReadyPod(scene, `orders-${ordinal}`, { annotations: { [PRIORITY_ANNOTATION]: '5', ...annotations } });
  }
}

test('the annotation for one object wins over the common one, which counts for all others; also after a restart', async () => {
  const scene = await openScene(stage.plane);
  await createRankedPods(scene);
  await createAsvc(scene, byPriority);
  const bills = beside(scene, 'bills');
  await createAsvc(bills, byPriority);
  await untilServing(scene, 'orders-1', 1);
  await untilServing(bills, 'orders-2', 1);
  await untilStatus(scene, ({ candidates }) => {
    const described = candidates?.map(({ podName, priority, reason }) => `${podName} ${priority} ${reason}`);
    expect(described?.toSorted()).toEqual(['orders-0 5 Eligible', 'orders-1 9 Eligible', 'orders-2 0 PriorityZero']);
  });
  await stage.operator.stop();
  await setReady(scene, 'orders-1', false);
  await stage.operator.start();
  await untilPublished(scene, { pod: 'orders-0', term: 2 });
  await untilServing(bills, 'orders-2', 1);
  await expectSafe(scene);
});
