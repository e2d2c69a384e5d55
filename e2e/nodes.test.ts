// Actives when one node or most nodes fail; and an operator without permission to read nodes.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { bindOperator } from './cluster/bindOperator.ts';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { cordon, setNodeCondition, setNodeReady } from './cluster/nodes.ts';
import { deleteObject, patchObject } from './cluster/objects.ts';
import { nodes } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import { sumOf } from './support/exposition.ts';
import { describeOnStage } from './support/onStage.ts';
import { published, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { patchSpec, setReady, type Scene } from './support/scene.ts';
import { deleteNodes, nodeOf, openSceneOnNodes } from './support/sceneOnNodes.ts';
import { untilScraped } from './support/scrape.ts';
import { startOperator, startPreparedPlane, type Stage } from './support/stage.ts';
import { conditionOf, untilStatus, verdictOf } from './support/status.ts';

function outOfService({ plane: { api } }: Scene, name: string): Promise<unknown> {
  const taint = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' };
  return patchObject(api, nodes, { namespace: '', name, patch: { spec: { taints: [taint] } } });
}

describeOnStage('when a node fails', (stage) => {
  afterEach(() => deleteNodes(stage.plane));

  const api = () => stage.plane.api;

  test.each<[string, string, (scene: Scene, node: string) => Promise<unknown>]>([
    ['is not ready', 'NodeNotReady', (_, node) => setNodeReady(api(), node, 'False')],
    ['is unreachable', 'NodeUnreachable', (_, node) => setNodeReady(api(), node, 'Unknown')],
    ['is out of service', 'NodeOutOfService', outOfService],
    ['is deleted', 'NodeDeleted', (_, node) => deleteObject(api(), nodes, { namespace: '', name: node })],
  ])('that %s, its active moves at once, and only once', async (_, cause, fail) => {
    const scene = await openSceneOnNodes(stage.plane);
    await fail(scene, nodeOf(scene, 0));
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await untilStatus(scene, ({ lastTransition, candidateSummary }) => {
      expect(lastTransition).toMatchObject({ cause, fromPod: 'orders-0', toPod: 'orders-1' });
      expect(candidateSummary).toBe('2/3');
    });
    await expectSafe(scene);
  });

  test('a standby on a cordoned node is elected only when there is no other', async () => {
    const scene = await openSceneOnNodes(stage.plane);
    await cordon(api(), nodeOf(scene, 1));
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { pod: 'orders-2', term: 2 });
    await setReady(scene, 'orders-2', false);
    await untilPublished(scene, { pod: 'orders-1', term: 3 });
    await expectSafe(scene);
  });

  test('together with most others, no active moves, and this is reported until they recover', async () => {
    const scene = await openSceneOnNodes(stage.plane);
    await setNodeReady(api(), nodeOf(scene, 1), 'Unknown');
    await setNodeReady(api(), nodeOf(scene, 0), 'Unknown');
    await untilHeld(stage, scene);
    // As the control plane does with all pods of an unreachable node.
    await setReady(scene, 'orders-0', false);
    await untilStatus(scene, (status) => {
      expect(verdictOf(status, 'Ready')).toBe('False ActiveImpaired');
      expect(status.candidateSummary).toBe('1/3');
    });
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    for (const ordinal of [0, 1]) await setNodeReady(api(), nodeOf(scene, ordinal), 'True');
    // As the node's kubelet does within ten seconds.
    await setReady(scene, 'orders-0', true);
    await untilStatus(scene, (status) => {
      expect(verdictOf(status, 'Degraded')).toBe('False AsDesired');
      expect(verdictOf(status, 'Ready')).toBe('True ActivePublished');
    });
    await untilScraped(stage.operator, (series) => expect(sumOf(series, 'activestandby_nodes_held')).toBe(0));
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });

  test('and two of three do not recover, the active moves after ten minutes', async () => {
    const scene = await openSceneOnNodes(stage.plane);
    const since = new Date(Date.now() - (9 * 60 + 55) * 1000);
    for (const ordinal of [1, 0]) {
      await setNodeCondition(api(), { name: nodeOf(scene, ordinal), ready: 'Unknown', since });
    }
    await untilHeld(stage, scene);
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    await untilPublished(scene, { pod: 'orders-2', term: 2 });
    await untilStatus(scene, (status) => {
      expect(status.lastTransition?.cause).toBe('NodeUnreachable');
      expect(verdictOf(status, 'Degraded')).toBe('False AsDesired');
    });
    await untilScraped(stage.operator, (series) => {
      expect(sumOf(series, 'activestandby_nodes_held')).toBe(0);
      expect(sumOf(series, 'activestandby_nodes', { state: 'Unreachable' })).toBe(2);
    });
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-2']);
    await expectSafe(scene);
  }, 30_000);
});

/** In condition, metric and log. */
async function untilHeld({ operator }: Stage, scene: Scene): Promise<void> {
  const status = await untilStatus(scene, (current) => {
    expect(verdictOf(current, 'Degraded')).toBe('True NodeFailuresHeld');
  });
  expect(conditionOf(status, 'Degraded')?.message).toMatch(
    /^Holding node failures until \S+: 2 of 3 nodes are unreachable at once/,
  );
  await untilScraped(operator, (series) => expect(sumOf(series, 'activestandby_nodes_held')).toBe(1));
  expect(operator.logs()).toContainEqual(expect.objectContaining({ level: 'warn', unreachable: 2, counted: 3 }));
}

describe('an operator without permission to read nodes', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startPreparedPlane();
    await plane.kubectl(['delete', 'clusterrolebinding', `activestandby-operator-node-reader-${operatorUser}`]);
    await startOperator(plane);
  }, 60_000);

  afterAll(() => plane?.stop());

  test('reports nothing with nodeFailure PodReadiness', async () => {
    const scene = await openSceneOnNodes(plane);
    await untilStatus(scene, (status) => expect(verdictOf(status, 'Degraded')).toBe('True NodesUnreadable'));
    await patchSpec(scene, { failover: { nodeFailure: 'PodReadiness' } });
    await untilStatus(scene, (status) => expect(verdictOf(status, 'Degraded')).toBe('False AsDesired'));
    await setNodeReady(plane.api, nodeOf(scene, 0), 'False');
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await expectSafe(scene);
  });

  test('uses only the readiness of pods and reports it, until the permission is granted', async () => {
    const scene = await openSceneOnNodes(plane);
    await untilStatus(scene, (status) => {
      expect(verdictOf(status, 'Degraded')).toBe('True NodesUnreadable');
      expect(verdictOf(status, 'Ready')).toBe('True ActivePublished');
    });
    await setNodeReady(plane.api, nodeOf(scene, 0), 'False');
    await setReady(scene, 'orders-1', false);
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '2/3');
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    await bindOperator(plane, operatorUser, 'config/node-reader');
    await untilPublished({ ...scene, deadlineMs: 60_000 }, { pod: 'orders-2', term: 2 });
    await untilStatus(scene, (status) => expect(verdictOf(status, 'Degraded')).toBe('False AsDesired'));
    await expectSafe(scene);
  }, 90_000);
});
