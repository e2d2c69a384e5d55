// A node dies, as the controller manager of a real cluster sees it: its Lease is not renewed any more. All actives on
// it move, each of them once, although their pods are marked one by one.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EndpointSlice } from '../src/desired/ledgerRecord.ts';
import { eventuallyAll } from './cluster/eventually.ts';
import { Heartbeats } from './cluster/heartbeats.ts';
import { createNode } from './cluster/nodes.ts';
import type { Pod } from './cluster/pods.ts';
import { endpointSlices, pods } from './cluster/resources.ts';
import { setUpStage } from './support/onStage.ts';
import { publishedIn } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { beside, openScene, type Scene } from './support/scene.ts';
import { createServing, untilServing } from './support/servingScene.ts';
import { untilStatus } from './support/status.ts';

const healthy = ['n1', 'n2', 'n3'];
const dying = 'n0';

/** The active is on the failing node, the standby on another. */
async function openOnNodes(scene: Scene, index: number): Promise<void> {
  const nodeNames = [dying, healthy[index % healthy.length] ?? dying];
  await createServing(
    scene,
    nodeNames.map((nodeName) => ({ nodeName })),
  );
  await untilServing(scene, `${scene.name}-0`, 1);
}

describe('when a node fails', () => {
  const stage = setUpStage({ controllerManager: { nodeGraceSeconds: 5 } });
  let heartbeats: Heartbeats;

  beforeAll(async () => {
    heartbeats = await Heartbeats.start(stage.plane.api, [dying, ...healthy]);
    for (const node of [dying, ...healthy]) await createNode(stage.plane.api, node);
  });

  afterAll(() => heartbeats?.stop());

  test('every active on it moves once, because of the node, and not again when the pods are marked', async () => {
    const corner = await openScene(stage.plane);
    const scenes = Array.from({ length: 10 }, (_, index) => beside(corner, `orders-${index}`));
    await Promise.all(scenes.map(openOnNodes));
    heartbeats.end(dying);
    const { namespace } = corner;
    const target = { resource: endpointSlices, namespace, deadlineMs: 30_000 };
    await eventuallyAll<EndpointSlice>(stage.plane.api, target, (slices) => {
      const published = new Set(slices.map((slice) => publishedIn(slice).pod));
      expect(published).toEqual(new Set(scenes.map(({ name }) => `${name}-1`)));
    });
    await eventuallyAll<Pod>(stage.plane.api, { resource: pods, namespace }, (all) => {
      const ready = all.filter(
        ({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
      );
      expect(ready.map(({ spec }) => spec?.nodeName)).not.toContain(dying);
    });
    for (const scene of scenes) {
      const { lastTransition } = await untilStatus(
        scene,
        ({ term, candidateSummary }) => term === 2 && candidateSummary === '1/2',
      );
      expect(lastTransition).toMatchObject({ cause: 'NodeUnreachable', term: 2 });
      expect(await publications(scene)).toEqual([`1 ${scene.name}-0`, `2 ${scene.name}-1`]);
      await expectSafe(scene);
    }
  }, 60_000);
});
