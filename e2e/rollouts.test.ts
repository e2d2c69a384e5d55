// Counts the moves of the active in rollouts by Kubernetes' own controllers. The newest revision is elected first.
import { beforeAll, expect, test } from '@jest/globals';
import type { EndpointSlice } from '../src/desired/ledgerRecord.ts';
import { eventually } from './cluster/eventually.ts';
import { createNode } from './cluster/nodes.ts';
import { listObjects, patchObject } from './cluster/objects.ts';
import type { Pod } from './cluster/pods.ts';
import { endpointSlices, pods } from './cluster/resources.ts';
import { describeOnStage } from './support/onStage.ts';
import { published, publishedIn, sliceOf, untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { createAsvc, openScene, podOf, type Scene } from './support/scene.ts';
import {
  areAll,
  countOf,
  createWorkload,
  nextSecond,
  setVersion,
  untilPods,
  type Workload,
} from './support/workload.ts';

const NODE = 'rollouts';

function deployment(replicas: number, maxSurge: number): Workload {
  const rollingUpdate = { maxSurge, maxUnavailable: 1 - maxSurge };
  return { kind: 'Deployment', replicas, spec: { strategy: { type: 'RollingUpdate', rollingUpdate } } };
}

function statefulSet(replicas: number): Workload {
  return { kind: 'StatefulSet', replicas, spec: { podManagementPolicy: 'Parallel', serviceName: 'orders' } };
}

/** Its position among the pods of a ReplicaSet that are deleted one after the other. */
const deletionCosts = { first: '-1', last: '1' };

type Place = keyof typeof deletionCosts | number;

describeOnStage('a rollout', (stage) => {
  beforeAll(async () => {
    await createNode(stage.plane.api, NODE);
  });

  /** The active is in this place: a StatefulSet's ordinal, or where a ReplicaSet begins or ends. */
  async function openWorkload(workload: Workload, place: Place): Promise<Scene> {
    const scene = await openScene(stage.plane);
    await createWorkload(scene, workload, NODE);
    const activeName = typeof place === 'number' ? `orders-${place}` : undefined;
    const since = (name: string): Date => new Date(Date.UTC(2026, 0, name === activeName ? 1 : 2));
    await untilPods(scene, areAll('v1', workload.replicas), since);
    await createAsvc(scene);
    await untilPublished(scene, activeName === undefined ? { term: 1 } : { term: 1, pod: activeName });
    if (typeof place === 'string') await setDeletionCost(scene, deletionCosts[place]);
    return scene;
  }

  async function setDeletionCost(scene: Scene, cost: string): Promise<void> {
    const active = await published(scene);
    const annotations = { 'controller.kubernetes.io/pod-deletion-cost': cost };
    await patchObject(stage.plane.api, pods, {
      ...podOf(scene, active?.pod ?? ''),
      patch: { metadata: { annotations } },
    });
  }

  /** The elections so far, once a pod of this version is active and all pods are of it. */
  async function movesTo(scene: Scene, version: string): Promise<number> {
    const all = await listObjects<Pod>(stage.plane.api, pods, scene.namespace);
    expect(new Set(all.map(({ metadata }) => metadata?.labels?.['version']))).toEqual(new Set([version]));
    const uids = all.map(({ metadata }) => metadata?.uid);
    const target = { ...scene, resource: endpointSlices, ...sliceOf(scene) };
    const isTheirs = (slice: EndpointSlice): boolean => uids.includes(publishedIn(slice).uid);
    return publishedIn(await eventually<EndpointSlice>(stage.plane.api, target, isTheirs)).term - 1;
  }

  test.each<[string, Workload, { readonly place: Place; readonly moves: number }]>([
    ['a Deployment with surge, 3 pods, the active deleted first', deployment(3, 1), { place: 'first', moves: 1 }],
    ['a Deployment with surge, 10 pods, the active deleted last', deployment(10, 1), { place: 'last', moves: 1 }],
    ['a Deployment without surge, 3 pods, the active deleted first', deployment(3, 0), { place: 'first', moves: 2 }],
    ['a Deployment without surge, 10 pods, the active deleted last', deployment(10, 0), { place: 'last', moves: 1 }],
    ['a StatefulSet of 3 pods, the active deleted first', statefulSet(3), { place: 2, moves: 2 }],
    ['a StatefulSet of 3 pods, the active deleted last', statefulSet(3), { place: 0, moves: 1 }],
    ['a StatefulSet of 10 pods, the active in the middle', statefulSet(10), { place: 5, moves: 1 }],
  ])(
    'of %s',
    async (_, workload, { place, moves }) => {
      const scene = await openWorkload(workload, place);
      await nextSecond();
      await setVersion(scene, workload, 'v2');
      await untilPods(scene, areAll('v2', workload.replicas));
      expect(await movesTo(scene, 'v2')).toBe(moves);
      await expectSafe(scene);
    },
    60_000,
  );

  test.each<[string, Workload, Place]>([
    ['a Deployment with surge', deployment(10, 1), 'first'],
    ['a Deployment without surge', deployment(3, 0), 'first'],
    ['a StatefulSet', statefulSet(3), 1],
  ])(
    'of %s that is rolled back in the middle moves it twice at most, each way',
    async (_, workload, place) => {
      const scene = await openWorkload(workload, place);
      await nextSecond();
      await setVersion(scene, workload, 'v2');
      const middle = Math.floor(workload.replicas / 2) + 1;
      await untilPods(scene, (all) => countOf(all, 'v2') >= middle);
      await nextSecond();
      const forward = ((await published(scene))?.term ?? 0) - 1;
      await setVersion(scene, workload, 'v1');
      await untilPods(scene, areAll('v1', workload.replicas));
      const moves = await movesTo(scene, 'v1');
      expect(forward).toBeLessThanOrEqual(2);
      expect(moves - forward).toBeLessThanOrEqual(2);
      await expectSafe(scene);
    },
    60_000,
  );
});
