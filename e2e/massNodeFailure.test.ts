// Leases show whether a node fails alone or with most others, before the API marks the others.
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { setLease } from './cluster/heartbeats.ts';
import { setNodeReady } from './cluster/nodes.ts';
import { operatorUser } from './cluster/users.ts';
import { describeOnStage } from './support/onStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import type { Scene } from './support/scene.ts';
import { deleteNodes, nodeOf, openSceneOnNodes } from './support/sceneOnNodes.ts';
import { conditionOf, untilStatus, verdictOf } from './support/status.ts';

function mark(scene: Scene, ready: 'True' | 'Unknown', ...ordinals: readonly number[]): Promise<unknown> {
  return Promise.all(ordinals.map((ordinal) => setNodeReady(scene.plane.api, nodeOf(scene, ordinal), ready)));
}

/** The kubelets of all four nodes report again. */
async function renewLeases(scene: Scene): Promise<void> {
  for (const ordinal of [0, 1, 2, 3]) await setLease(scene.plane.api, nodeOf(scene, ordinal), 0);
}

async function untilHeld(scene: Scene): Promise<void> {
  const status = await untilStatus(scene, (current) => {
    expect(verdictOf(current, 'Degraded')).toBe('True NodeFailuresHeld');
  });
  expect(conditionOf(status, 'Degraded')?.message).toMatch(
    /^Holding node failures until \S+: 3 of 4 nodes are unreachable at once/,
  );
}

/** At most 5 s until their Leases are read again, and then the 12 s of a recovering node. */
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

describeOnStage('a node that turns unreachable', (stage) => {
  afterEach(() => deleteNodes(stage.plane));

  test.each([
    ['at the same time', [[0, 1, 2]]],
    ['one after the other', [[0], [1], [2]]],
    ['two and then one', [[0, 2], [1]]],
  ])(
    'with two of the other three, marked %s, moves no active, nor does their recovery',
    async (_, groups) => {
      const scene = await openSceneOnNodes(stage.plane, { count: 4, leaseAgesSeconds: [51, 47, 42, 3] });
      for (const group of groups) {
        await mark(scene, 'Unknown', ...group);
        await untilHeld(scene);
      }
      await expectNobodyMoved(scene);
      await renewLeases(scene);
      await mark(scene, 'True', 0, 1, 2);
      await untilAsDesired(scene);
      await expectNobodyMoved(scene);
    },
    40_000,
  );

  test('with others that report again before the API has marked them moves no active either', async () => {
    const scene = await openSceneOnNodes(stage.plane, { count: 4, leaseAgesSeconds: [51, 47, 42, 3] });
    await mark(scene, 'Unknown', 0);
    await untilHeld(scene);
    await renewLeases(scene);
    await mark(scene, 'True', 0);
    await untilAsDesired(scene);
    await expectNobodyMoved(scene);
  }, 90_000);

  // After slow tests: a read of the Leases is shared for a second, and lacks newer nodes.
  test('alone is acted on', async () => {
    const scene = await openSceneOnNodes(stage.plane, { count: 4, leaseAgesSeconds: [51, 9, 4, 1] });
    await mark(scene, 'Unknown', 0);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await untilStatus(scene, ({ lastTransition }) => expect(lastTransition?.cause).toBe('NodeUnreachable'));
    await expectSafe(scene);
  });
});

describeOnStage('without permission for Leases, a node that turns unreachable', (stage) => {
  beforeAll(async () => {
    const binding = `activestandby-operator-node-lease-reader-${operatorUser}`;
    await stage.plane.kubectl(['delete', 'rolebinding', '--namespace', 'kube-node-lease', binding]);
  });

  test('is acted on, and the missing permission is reported once', async () => {
    const scene = await openSceneOnNodes(stage.plane, { count: 4, leaseAgesSeconds: [51, 47, 42, 3] });
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
