// failover.mode Manual and failover.cooldown: what waits, how it is reported, and what never waits.
import { describe, expect, test } from '@jest/globals';
import type { ActiveStandbyServiceStatus } from '../src/api/activeStandbyService.generated.ts';
import { createNode, setNodeReady } from './cluster/nodes.ts';
import { whileAway } from './support/crash.ts';
import { describeOnStage } from './support/onStage.ts';
import { published, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPod, openScene, removePod, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { conditionOf, untilStatus } from './support/status.ts';
import { requestSwitchover, untilAnswered } from './support/switchover.ts';

/** Between the last two elections, in milliseconds. */
function apartMs({ history: [latest, earlier] = [] }: ActiveStandbyServiceStatus): number {
  return Date.parse(latest?.electedTime ?? '') - Date.parse(earlier?.electedTime ?? '');
}

describeOnStage('a failover', (stage) => {
  /** A first failover has just been made, and the second active is not ready either. */
  async function openCoolingScene(cooldown: string): Promise<Scene> {
    const scene = await openServingScene(stage.plane, { failover: { cooldown } });
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    await setReady(scene, 'orders-1', false);
    return scene;
  }

  describe('in mode Manual', () => {
    const manual = { failover: { mode: 'Manual' } };

    test('waits for a switchover, and meanwhile reports why and which pod would take over', async () => {
      const scene = await openServingScene(stage.plane, manual);
      await setReady(scene, 'orders-0', false);
      const status = await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      expect(status.failover).toMatchObject({ cause: 'PodNotReady', toPod: 'orders-1' });
      expect(status.failover).not.toHaveProperty('deadline');
      expect(conditionOf(status, 'Ready')).toMatchObject({
        reason: 'ActiveImpaired',
        message: expect.stringContaining('until spec.switchover moves it'),
      });
      await whileAway(stage, async () => undefined);
      expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
      await requestSwitchover(scene, { requestID: 'a' });
      await untilServing(scene, 'orders-1', 2);
      expect(await untilAnswered(scene, { requestID: 'a', state: 'Completed' })).not.toHaveProperty('failover');
      await expectSafe(scene);
    });

    test('waits for a switchover also when the node fails', async () => {
      const { api } = stage.plane;
      const scene = await openScene(stage.plane);
      for (const node of ['n0', 'n1']) await createNode(api, node);
      for (const ordinal of [0, 1]) await createReadyPod(scene, `orders-${ordinal}`, { nodeName: `n${ordinal}` });
      await createAsvc(scene, manual);
      await untilServing(scene, 'orders-0', 1);
      await setNodeReady(api, 'n0', 'False');
      const { failover } = await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      expect(failover).toMatchObject({ cause: 'NodeNotReady', toPod: 'orders-1' });
      await requestSwitchover(scene, { requestID: 'a' });
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await expectSafe(scene);
    });

    test('is made at once when the active is deleted', async () => {
      const scene = await openServingScene(stage.plane, manual);
      await removePod(scene, 'orders-0');
      await untilServing(scene, 'orders-1', 2);
      await expectSafe(scene);
    });

    test('is not needed when the active recovers', async () => {
      const scene = await openServingScene(stage.plane, manual);
      await setReady(scene, 'orders-0', false);
      await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      await setReady(scene, 'orders-0', true);
      expect(await untilStatus(scene, ({ phase }) => phase === 'Active')).not.toHaveProperty('failover');
      expect(await publications(scene)).toEqual(['1 orders-0']);
      await expectSafe(scene);
    });
  });

  describe('soon after another one', () => {
    test('waits until the cooldown is over, and reports until when', async () => {
      const scene = await openCoolingScene('4s');
      const { failover, lastTransition } = await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      expect(failover).toMatchObject({ cause: 'PodNotReady', toPod: 'orders-2' });
      const endMs = Date.parse(lastTransition?.electedTime ?? '') + 4000;
      expect(Math.abs(Date.parse(failover?.deadline ?? '') - endMs)).toBeLessThan(100);
      await untilServing(scene, 'orders-2', 3);
      expect(apartMs(await untilStatus(scene, ({ term }) => term === 3))).toBeGreaterThanOrEqual(4000);
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1', '3 orders-2']);
      await expectSafe(scene);
    });

    test('waits also for an operator that was started meanwhile', async () => {
      const scene = await openCoolingScene('8s');
      await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      await whileAway(stage, async () => undefined);
      await untilServing(scene, 'orders-2', 3);
      expect(apartMs(await untilStatus(scene, ({ term }) => term === 3))).toBeGreaterThanOrEqual(8000);
      await expectSafe(scene);
    });

    test('does not wait when the active is deleted', async () => {
      const scene = await openCoolingScene('1h');
      await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      await removePod(scene, 'orders-1');
      await untilPublished(scene, { pod: 'orders-2', term: 3 });
      await expectSafe(scene);
    });

    test('does not wait when a switchover is requested', async () => {
      const scene = await openCoolingScene('1h');
      await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-2' });
      await untilPublished(scene, { pod: 'orders-2', term: 3 });
      await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
      await expectSafe(scene);
    });
  });
});
