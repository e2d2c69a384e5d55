// election.spareActive: a scale-in by Kubernetes' own ReplicaSet controller keeps the active. The permission for it is
// optional.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DELETION_COST_ANNOTATION, SPARED_DELETION_COST } from '../src/api/names.ts';
import { bindOperator } from './cluster/bindOperator.ts';
import { eventuallyAll } from './cluster/eventually.ts';
import { createNode } from './cluster/nodes.ts';
import { deleteObject, listObjects, patchObject } from './cluster/objects.ts';
import type { Pod } from './cluster/pods.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { activeStandbyServices, pods } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import { crashAt } from './support/crash.ts';
import { setUpProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import {
  createAsvc,
  createReadyPod,
  openScene,
  patchSpec,
  podOf,
  removePod,
  setReady,
  type Scene,
} from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { conditionOf, untilStatus, verdictOf } from './support/status.ts';
import { areAll, createWorkload, patchWorkload, untilPods, type Workload } from './support/workload.ts';

const NODE = 'spared';

const sparing = { election: { spareActive: true } };

const deployment: Workload = { kind: 'Deployment', replicas: 4 };

const stage = setUpProxiedStage();

beforeAll(async () => {
  await createNode(stage.plane.api, NODE);
});

/** Exactly these pods have the deletion cost. */
async function untilCost(scene: Scene, names: readonly string[], cost = SPARED_DELETION_COST): Promise<void> {
  await eventuallyAll<Pod>(
    stage.plane.api,
    { resource: pods, namespace: scene.namespace, deadlineMs: 30_000 },
    (all) => {
      const having = all.filter(({ metadata }) => metadata?.annotations?.[DELETION_COST_ANNOTATION] === cost);
      expect(having.map(({ metadata }) => metadata?.name ?? '').toSorted()).toEqual(names);
    },
  );
}

function setCost(scene: Scene, name: string, cost: string): Promise<unknown> {
  const patch = { metadata: { annotations: { [DELETION_COST_ANNOTATION]: cost } } };
  return patchObject(stage.plane.api, pods, { ...podOf(scene, name), patch });
}

/** Four pods, of which the ReplicaSet would delete the active first: it has been ready for the shortest time. */
async function scaleIn(spec: object): Promise<{ readonly scene: Scene; readonly isKept: boolean }> {
  const scene = await openScene(stage.plane);
  await createWorkload(scene, deployment, NODE);
  const [longAgo, now] = [new Date(Date.UTC(2026, 0, 1)), new Date()];
  const first: string[] = [];
  await untilPods(scene, areAll('v1', 4), (name) => (first.push(name) === 1 ? now : longAgo));
  const [name = ''] = first;
  await createAsvc(scene, { ...spec, fencedPods: first.slice(1) });
  await untilServing(scene, name, 1);
  await patchSpec(scene, { fencedPods: null });
  await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '4/4');
  if (Object.keys(spec).length > 0) await untilCost(scene, [name]);
  await patchWorkload(scene, 'Deployment', { replicas: 1 });
  await untilPods(scene, areAll('v1', 1));
  const all = await listObjects<Pod>(stage.plane.api, pods, scene.namespace);
  return { scene, isKept: all.some(({ metadata }) => metadata?.name === name) };
}

test('an operator that may not patch pods still publishes, and reports it; it spares the active once it is permitted', async () => {
  const scene = await openServingScene(stage.plane, sparing);
  const status = await untilStatus(scene, (found) => verdictOf(found, 'Degraded') === 'True ActiveNotSpared');
  expect(conditionOf(status, 'Degraded')?.message).toMatch(/config\/pod-annotator.*cannot patch resource "pods"/);
  expect(verdictOf(status, 'Ready')).toBe('True ActivePublished');
  await bindOperator(stage.plane, operatorUser, 'config/pod-annotator');
  await untilCost(scene, ['orders-0']);
  await untilStatus(scene, (found) => verdictOf(found, 'Degraded') === 'False AsDesired');
  await expectSafe(scene);
}, 60_000);

describe('with the permission', () => {
  beforeAll(() => bindOperator(stage.plane, operatorUser, 'config/pod-annotator'), 30_000);

  test('the active is kept when a Deployment is scaled in', async () => {
    const { scene, isKept } = await scaleIn(sparing);
    expect(isKept).toBe(true);
    await untilPublished(scene, { term: 1 });
    await expectSafe(scene);
  }, 60_000);

  test('without it the ReplicaSet deletes the active, so the test can fail', async () => {
    const { isKept } = await scaleIn({});
    expect(isKept).toBe(false);
  }, 60_000);

  test('the former active is spared no more', async () => {
    const scene = await openServingScene(stage.plane, sparing);
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    await untilCost(scene, ['orders-1']);
    await expectSafe(scene);
  });

  test.each<[string, (scene: Scene) => Promise<unknown>]>([
    ['when it is switched off', (scene) => patchSpec(scene, { election: { spareActive: false } })],
    ['when the object is deleted', (scene) => deleteObject(stage.plane.api, activeStandbyServices, scene)],
  ])('no pod is spared any more %s', async (_, change) => {
    const scene = await openServingScene(stage.plane, sparing);
    await untilCost(scene, ['orders-0']);
    await change(scene);
    await untilCost(scene, []);
    await expectSafe(scene);
  });

  test('a cost of another client stays, also one of the same value', async () => {
    const scene = await openServingScene(stage.plane, sparing, { annotations: { [DELETION_COST_ANNOTATION]: '7' } });
    await setCost(scene, 'orders-2', SPARED_DELETION_COST);
    await setReady(scene, 'orders-0', false);
    await setReady(scene, 'orders-1', false);
    await untilServing(scene, 'orders-2', 3);
    await setReady(scene, 'orders-1', true);
    await setReady(scene, 'orders-2', false);
    await untilServing(scene, 'orders-1', 4);
    await untilCost(scene, ['orders-0', 'orders-1'], '7');
    await untilCost(scene, ['orders-2']);
    await expectSafe(scene);
  });

  test.each(['before', 'after'] as const)(
    'a crash right %s the write leaves no pod spared but the active',
    async (moment) => {
      const scene = await openServingScene(stage.plane, sparing);
      await untilCost(scene, ['orders-0']);
      const matching = within(scene, isWriteOf(pods));
      await crashAt(stage, { moment, matching }, () => setReady(scene, 'orders-0', false));
      await stage.operator.start();
      await untilServing(scene, 'orders-1', 2);
      await untilCost(scene, ['orders-1']);
      await expectSafe(scene);
    },
  );

  test('a pod that was created again under the same name is another one', async () => {
    const scene = await openScene(stage.plane);
    for (const name of ['orders-0', 'orders-1']) await createReadyPod(scene, name);
    const { promise: until, resolve: release } = Promise.withResolvers<void>();
    const matching = within(scene, isWriteOf(pods));
    const fault = stage.proxy.inject({ moment: 'before', effect: { type: 'delay', until }, matching });
    await createAsvc(scene, sparing);
    await fault.hit;
    await removePod(scene, 'orders-0');
    await createReadyPod(scene, 'orders-0', { ready: false });
    release();
    await untilServing(scene, 'orders-1', 2);
    await untilCost(scene, ['orders-1']);
    await expectSafe(scene);
  });
});
