// What a neighbour does all the time keeps nobody else waiting for ever: while it goes on, failovers, fences and new
// objects elsewhere are published.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { setPodReady } from './cluster/pods.ts';
import { Noise, openCrowd, relabel, touchService, unsettle, type Change, type Crowd } from './support/crowd.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { beside, createAsvc, patchSpec, podOf } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';
import { startStage } from './support/stage.ts';

const OBJECTS = 150;
const PODS = 20;
const PER_SECOND = 50;

let plane: ControlPlane;
let crowd: Crowd;

beforeAll(async () => {
  ({ plane } = await startStage());
  crowd = await openCrowd(plane, OBJECTS, PODS);
}, 180_000);

afterAll(() => plane?.stop());

test.each<[string, Change]>([
  ['labels that all its selectors ask for', relabel],
  ['the readiness of its standbys', unsettle],
  ['its Services', touchService],
])(
  'a neighbour that changes %s all the time',
  async (_, change) => {
    const scene = { ...(await openServingScene(plane)), deadlineMs: 60_000 };
    const noise = new Noise(crowd, PER_SECOND, change);
    try {
      await noise.until(PODS);
      await setPodReady(plane.api, podOf(scene, 'orders-0'), false);
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await patchSpec(scene, { fencedPods: ['orders-1'] });
      await untilPublished(scene, { pod: 'orders-2', term: 3 });
      const fresh = beside(scene, 'bills');
      await createAsvc(fresh);
      await untilPublished(fresh, { pod: 'orders-1', term: 1 });
      // It went on all the time.
      await noise.until(noise.changes + PODS);
    } finally {
      await noise.stop();
    }
    await expectSafe(scene);
    expect(noise.changes).toBeGreaterThan(2 * PODS);
  },
  180_000,
);
