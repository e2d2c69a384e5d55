// With much background work and few calls allowed, a failover still goes first.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { listObjects } from './cluster/objects.ts';
import { services } from './cluster/resources.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { beside, createAsvc, setReady, type Scene } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';
import { startOperator, startPreparedPlane } from './support/stage.ts';

const OTHERS = 400;
const AT_A_TIME = 20;

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startPreparedPlane();
  await startOperator(plane, { args: ['--kube-api-qps=20', '--kube-api-burst=20', '--concurrency=8'] });
}, 60_000);

afterAll(() => plane.stop());

async function createOthers(scene: Scene): Promise<void> {
  for (let first = 0; first < OTHERS; first += AT_A_TIME) {
    const names = Array.from({ length: AT_A_TIME }, (_, index) => `other-${first + index}`);
    await Promise.all(
      names.map((name) => createAsvc(beside(scene, name), { selector: { matchLabels: { app: name } } })),
    );
  }
}

/** Objects that have no Service yet. */
async function waiting({ namespace }: Scene): Promise<number> {
  return OTHERS + 1 - (await listObjects(plane.api, services, namespace)).length;
}

test('a failover is published while hundreds of other objects still wait for their Service', async () => {
  const scene = await openServingScene(plane);
  await createOthers(scene);
  await setReady(scene, 'orders-0', false);
  await untilPublished(scene, { pod: 'orders-1', term: 2 });
  expect(await waiting(scene)).toBeGreaterThan(OTHERS / 2);
  await expectSafe(scene);
}, 60_000);
