// A node turns unreachable: alone, or as the first of most? Their Leases tell, before the API says so of the others.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { V1Node } from '@kubernetes/client-node';
import type { Wire } from '../src/kube/wire.ts';
import { setLease } from './cluster/heartbeats.ts';
import { createNode, setNodeReady } from './cluster/nodes.ts';
import { deleteObject, listObjects } from './cluster/objects.ts';
import { nodes } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPod, openScene, type Scene } from './support/scene.ts';
import { untilServing } from './support/servingScene.ts';
import { startStage, type Stage } from './support/stage.ts';
import { conditionOf, untilStatus, verdictOf } from './support/status.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
}, 60_000);

/** A hold counts all nodes there are. */
afterEach(async () => {
  const all = await listObjects<Wire<V1Node>>(api(), nodes);
  const names = all.map(({ metadata }) => metadata?.name ?? '');
  await Promise.all(names.map((name) => deleteObject(api(), nodes, { namespace: '', name })));
});

afterAll(() => stage?.plane.stop());

const api = () => stage.plane.api;

/** The node of the pod with this ordinal. */
function nodeOf({ namespace }: Scene, ordinal: number): string {
  return `${namespace}-n${ordinal}`;
}

/** Four pods on a node each, which was last heard of so many seconds ago; orders-0 is active. */
async function openSceneOnNodes(agoSeconds: readonly number[]): Promise<Scene> {
  const scene = await openScene(stage.plane);
  for (const [ordinal, seconds] of agoSeconds.entries()) {
    const nodeName = nodeOf(scene, ordinal);
    await createNode(api(), nodeName);
    await setLease(api(), nodeName, seconds);
    await createReadyPod(scene, `orders-${ordinal}`, { nodeName });
  }
  await createAsvc(scene);
  await untilServing(scene, 'orders-0', 1);
  return scene;
}

function mark(scene: Scene, ready: 'True' | 'Unknown', ...ordinals: readonly number[]): Promise<unknown> {
  return Promise.all(ordinals.map((ordinal) => setNodeReady(api(), nodeOf(scene, ordinal), ready)));
}

async function untilHeld(scene: Scene): Promise<void> {
  const status = await untilStatus(scene, (told) => {
    expect(verdictOf(told, 'Degraded')).toBe('True NodeFailuresHeld');
  });
  expect(conditionOf(status, 'Degraded')?.message).toMatch(/^3 of 4 nodes are unreachable at once/);
}

/** At most 5 s until their Leases are read again, and then the 12 s of a return. */
async function untilAsDesired(scene: Scene): Promise<void> {
  await untilStatus({ ...scene, deadlineMs: 60_000 }, (status) => {
    expect(verdictOf(status, 'Degraded')).toBe('False AsDesired');
    expect(verdictOf(status, 'Ready')).toBe('True ActivePublished');
  });
}

async function expectNobodyMoved(scene: Scene): Promise<void> {
  expect(await publications(scene)).toEqual(['1 orders-0']);
  await expectSafe(scene);
}

describe('a node that turns unreachable', () => {
  test.each([
    ['at the same time', [[0, 1, 2]]],
    ['one after the other', [[0], [1], [2]]],
    ['two and then one', [[0, 2], [1]]],
  ])(
    'with two of the other three, marked %s, moves nobody, nor does their return',
    async (_, groups) => {
      const scene = await openSceneOnNodes([51, 47, 42, 3]);
      for (const group of groups) {
        await mark(scene, 'Unknown', ...group);
        await untilHeld(scene);
      }
      await expectNobodyMoved(scene);
      for (const ordinal of [0, 1, 2, 3]) await setLease(api(), nodeOf(scene, ordinal), 0);
      await mark(scene, 'True', 0, 1, 2);
      await untilAsDesired(scene);
      await expectNobodyMoved(scene);
    },
    40_000,
  );

  test('with others that are heard of again before the API has marked them moves nobody either', async () => {
    const scene = await openSceneOnNodes([51, 47, 42, 3]);
    await mark(scene, 'Unknown', 0);
    await untilHeld(scene);
    for (const ordinal of [0, 1, 2, 3]) await setLease(api(), nodeOf(scene, ordinal), 0);
    await mark(scene, 'True', 0);
    await untilAsDesired(scene);
    await expectNobodyMoved(scene);
  }, 90_000);

  // After tests that take a while: an answer is shared for a second, and knows nothing of nodes that are younger.
  test('alone is believed', async () => {
    const scene = await openSceneOnNodes([51, 9, 4, 1]);
    await mark(scene, 'Unknown', 0);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await untilStatus(scene, ({ lastTransition }) => expect(lastTransition?.cause).toBe('NodeUnreachable'));
    await expectSafe(scene);
  });
});

describe('where Leases may not be read, a node that turns unreachable', () => {
  beforeAll(async () => {
    await stage.plane.stop();
    stage = await startStage();
    const binding = `activestandby-operator-node-lease-reader-${operatorUser}`;
    await stage.plane.kubectl(['delete', 'rolebinding', '--namespace', 'kube-node-lease', binding]);
  }, 60_000);

  test('is believed, and that they may not be read is said once', async () => {
    const scene = await openSceneOnNodes([51, 47, 42, 3]);
    await mark(scene, 'Unknown', 0);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await mark(scene, 'True', 0);
    await mark(scene, 'Unknown', 1);
    await untilPublished(scene, { pod: 'orders-0', term: 3 });
    const refusals = stage.operator.logs().filter(({ resource }) => resource === 'leases');
    expect(refusals).toEqual([expect.objectContaining({ level: 'error', message: 'permission denied, retrying' })]);
    await expectSafe(scene);
  });
});
