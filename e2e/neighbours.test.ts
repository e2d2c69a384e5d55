// Constant changes in one namespace do not starve others: failovers, fences and new objects there are published.
import { beforeAll, expect, test } from '@jest/globals';
import { Noise, openCrowd, relabel, touchService, unsettle, type Change, type Crowd } from './support/crowd.ts';
import { setUpStage } from './support/onStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { beside, createAsvc, patchSpec, setReady } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';

const OBJECTS = 150;
const PODS = 20;
const PER_SECOND = 50;

const stage = setUpStage();
let crowd: Crowd;

beforeAll(async () => {
  crowd = await openCrowd(stage.plane, OBJECTS, PODS);
}, 120_000);

test.each<[string, Change]>([
  ['labels that all its selectors use', relabel],
  ['the readiness of its standbys', unsettle],
  ['its Services', touchService],
])(
  'a namespace that constantly changes %s',
  async (_, change) => {
    const scene = { ...(await openServingScene(stage.plane)), deadlineMs: 60_000 };
    const noise = new Noise(crowd, PER_SECOND, change);
    try {
      await noise.until(PODS);
      await setReady(scene, 'orders-0', false);
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await patchSpec(scene, { fencedPods: ['orders-1'] });
      await untilPublished(scene, { pod: 'orders-2', term: 3 });
      const fresh = beside(scene, 'bills');
      await createAsvc(fresh);
      await untilPublished(fresh, { pod: 'orders-1', term: 1 });
      // The changes continued all the time.
      await noise.until(noise.changes + PODS);
    } finally {
      await noise.stop();
    }
    await expectSafe(scene);
    expect(noise.changes).toBeGreaterThan(2 * PODS);
  },
  180_000,
);
