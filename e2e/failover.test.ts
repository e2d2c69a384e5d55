import { beforeAll, expect, test } from '@jest/globals';
import type { ObjectName } from '../src/kube/resource.ts';
import { createNode } from './cluster/nodes.ts';
import { patchObject } from './cluster/objects.ts';
import { setPodIps, setPodPhase } from './cluster/pods.ts';
import { pods } from './cluster/resources.ts';
import { describeOnStage } from './support/onStage.ts';
import { published, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { podOf, removePod, setReady, type Scene } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';
import { untilStatus } from './support/status.ts';
import { now, writesSince } from './support/writes.ts';

const nodeName = 'n1';

function active(scene: Scene): ObjectName {
  return podOf(scene, 'orders-0');
}

type Failure = (scene: Scene) => Promise<unknown>;
const isNotReady: Failure = (scene) => setReady(scene, 'orders-0', false);
const isDeleted: Failure = (scene) => removePod(scene, 'orders-0', 0);
const terminates: Failure = (scene) => removePod(scene, 'orders-0');
const failed: Failure = (scene) => setPodPhase(scene.plane.api, active(scene), 'Failed');
const succeeded: Failure = (scene) => setPodPhase(scene.plane.api, active(scene), 'Succeeded');
const losesItsAddress: Failure = (scene) => setPodIps(scene.plane.api, active(scene), []);
const losesItsLabel: Failure = (scene) =>
  patchObject(scene.plane.api, pods, { ...active(scene), patch: { metadata: { labels: { app: 'other' } } } });

describeOnStage('when the active pod fails', (stage) => {
  beforeAll(async () => {
    await createNode(stage.plane.api, nodeName);
  });

  test.each([
    ['is not ready', /^PodNotReady$/, isNotReady],
    // Deleted at once, but announced by the API: which of the two is seen first is a race.
    ['is deleted', /^Pod(Terminating|Deleted)$/, isDeleted],
    ['has failed', /^PodTerminated$/, failed],
    ['has ended', /^PodTerminated$/, succeeded],
    ['is no longer selected', /^PodNotSelected$/, losesItsLabel],
    ['has lost its address', /^PodAddressMissing$/, losesItsAddress],
    ['terminates, still ready', /^PodTerminating$/, terminates],
  ])('because it %s, one write publishes the first standby in the next term', async (_, cause, fail) => {
    const scene = await openServingScene(stage.plane, {}, fail === terminates ? { nodeName } : {});
    const before = await now(stage);
    await fail(scene);
    await untilPublished(scene, { pod: 'orders-1', addresses: ['10.1.0.11'], term: 2 });
    await untilStatus(scene, ({ lastTransition }) => {
      expect(lastTransition).toMatchObject({ term: 2, fromPod: 'orders-0', toPod: 'orders-1' });
      expect(lastTransition?.cause).toMatch(cause);
    });
    const writes = await writesSince(before, scene, stage);
    expect(writes[0]).toBe('update endpointslices');
    expect(writes.filter((write) => write.endsWith('endpointslices'))).toHaveLength(1);
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1']);
    await expectSafe(scene);
  });

  test('and recovers, it stays a standby', async () => {
    const scene = await openServingScene(stage.plane);
    await isNotReady(scene);
    await untilStatus(scene, ({ term, candidateSummary }) => term === 2 && candidateSummary === '2/3');
    await setReady(scene, 'orders-0', true);
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '3/3');
    expect(await published(scene)).toMatchObject({ pod: 'orders-1', term: 2 });
    await expectSafe(scene);
  });

  test('repeatedly, each active has a term of its own', async () => {
    const scene = await openServingScene(stage.plane);
    await isNotReady(scene);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await setReady(scene, 'orders-1', false);
    await untilPublished(scene, { pod: 'orders-2', term: 3 });
    await setReady(scene, 'orders-0', true);
    await setReady(scene, 'orders-2', false);
    await untilPublished(scene, { pod: 'orders-0', term: 4 });
    await expectSafe(scene);
  });

  test('a standby that fails changes nothing', async () => {
    const scene = await openServingScene(stage.plane);
    await setReady(scene, 'orders-1', false);
    await removePod(scene, 'orders-2', 0);
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '1/2');
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });
});
