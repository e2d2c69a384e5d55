// handover.strategy BreakBeforeMake: a planned change empties the EndpointSlice first, and the new active is published
// after drainTimeout, or when the old one does not serve any more.
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { ActiveStandbyServiceStatus } from '../src/api/activeStandbyService.generated.ts';
import { setPodPhase } from './cluster/pods.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { endpointSlices } from './cluster/resources.ts';
import { crashAt, whileAway } from './support/crash.ts';
import { describeOnProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { noPod, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createReadyPod, patchSpec, podOf, removePod, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { untilStatus, verdictOf } from './support/status.ts';
import { requestSwitchover, untilAnswered } from './support/switchover.ts';
import { expectReported } from './support/reported.ts';

const handedOver = ['1 orders-0', '1 none', '2 orders-1'];

/** From the emptying to the election, in milliseconds. */
function drainedMs({ history: [elected, emptied] = [] }: ActiveStandbyServiceStatus): number {
  return Date.parse(elected?.electedTime ?? '') - Date.parse(emptied?.electedTime ?? '');
}

describeOnProxiedStage('a BreakBeforeMake handover', (stage) => {
  function openDrainable(drainTimeout: string): Promise<Scene> {
    return openServingScene(stage.plane, { handover: { strategy: 'BreakBeforeMake', drainTimeout } });
  }

  /** A scene whose active is draining. */
  async function openDraining(drainTimeout: string, targetPod = 'orders-1'): Promise<Scene> {
    const scene = await openDrainable(drainTimeout);
    await requestSwitchover(scene, { requestID: 'a', targetPod });
    await untilPublished(scene, { ...noPod, term: 1 });
    return scene;
  }

  test('lists no pod in the same term for drainTimeout, then the new active in the next', async () => {
    const scene = await openDraining('3s');
    const status = await untilStatus(scene, ({ phase }) => phase === 'Draining');
    expect(verdictOf(status, 'Ready')).toBe('False Draining');
    expect(status.switchover).toMatchObject({ requestID: 'a', state: 'Pending' });
    await untilServing(scene, 'orders-1', 2);
    expect(drainedMs(await untilAnswered(scene, { requestID: 'a', state: 'Completed' }))).toBeGreaterThanOrEqual(3000);
    expect(await publications(scene)).toEqual(handedOver);
    await expectReported(scene, ['1 orders-0', '1 draining', '2 orders-1']);
    await expectSafe(scene);
  });

  test('does not wait with a drainTimeout of 0s, but lists no pod in between', async () => {
    const scene = await openDrainable('0s');
    await requestSwitchover(scene, { requestID: 'a' });
    await untilServing(scene, 'orders-1', 2);
    expect(await publications(scene)).toEqual(handedOver);
    await expectReported(scene, ['1 orders-0', '1 draining', '2 orders-1']);
    await expectSafe(scene);
  });

  test.each([
    ['is not ready any more', (scene: Scene) => setReady(scene, 'orders-0', false)],
    ['has ended', (scene: Scene) => setPodPhase(stage.plane.api, podOf(scene, 'orders-0'), 'Succeeded')],
    ['is gone', (scene: Scene) => removePod(scene, 'orders-0')],
  ])('ends when the old pod %s', async (_, end) => {
    const scene = await openDraining('1h');
    await end(scene);
    await untilServing(scene, 'orders-1', 2);
    expect(await publications(scene)).toEqual(handedOver);
    await expectSafe(scene);
  });

  test('goes on with the next best when the target is lost', async () => {
    const scene = await openDraining('3s', 'orders-2');
    await removePod(scene, 'orders-2');
    await untilServing(scene, 'orders-1', 2);
    await untilAnswered(scene, { requestID: 'a', state: 'Completed', message: 'orders-1 is active instead' });
    expect(await publications(scene)).toEqual(handedOver);
    await expectSafe(scene);
  });

  test('returns to the old pod, in a new term, when no other is left', async () => {
    const scene = await openDraining('1h');
    await removePod(scene, 'orders-2');
    await removePod(scene, 'orders-1');
    await untilServing(scene, 'orders-0', 2);
    const status = await untilAnswered(scene, { requestID: 'a', state: 'Rejected', message: 'orders-1 was lost' });
    expect(status.lastTransition?.cause).toBe('HandoverAborted');
    expect(await publications(scene)).toEqual(['1 orders-0', '1 none', '2 orders-0']);
    await expectSafe(scene);
  });

  test('ends without an active when all pods are lost, and the first eligible one is elected', async () => {
    const scene = await openDraining('1h');
    for (const name of ['orders-2', 'orders-0', 'orders-1']) await removePod(scene, name);
    await createReadyPod(scene, 'orders-3');
    await untilStatus(scene, ({ active }) => active?.podName === 'orders-3');
    await expectSafe(scene);
  });

  test('is completed although elections are paused meanwhile', async () => {
    const scene = await openDraining('3s');
    await patchSpec(scene, { paused: true });
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
    expect(await publications(scene)).toEqual(handedOver);
    await expectSafe(scene);
  });

  test('makes a second request wait', async () => {
    const scene = await openDraining('3s');
    await requestSwitchover(scene, { requestID: 'b', targetPod: 'orders-2' });
    await untilAnswered(scene, { requestID: 'b', state: 'Pending' });
    await untilServing(scene, 'orders-2', 3);
    const { switchover } = await untilAnswered(scene, { requestID: 'b', state: 'Completed' });
    expect(switchover?.handledRequestIDs).toEqual(['a', 'b']);
    expect(await publications(scene)).toEqual([...handedOver, '2 none', '3 orders-2']);
    await expectSafe(scene);
  });

  describe('of an operator that is killed', () => {
    test('while it drains, ends at its deadline', async () => {
      const scene = await openDraining('10s');
      await whileAway(stage, () => delay(6000));
      const restartedMs = Date.now();
      await untilServing(scene, 'orders-1', 2);
      const status = await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
      expect(drainedMs(status)).toBeGreaterThanOrEqual(10_000);
      expect(Date.parse(status.lastTransition?.electedTime ?? '') - restartedMs).toBeLessThan(7000);
      expect(await publications(scene)).toEqual(handedOver);
      await expectSafe(scene);
    });

    test.each([
      { moment: 'before', write: 'the empty EndpointSlice', nth: 1 },
      { moment: 'after', write: 'the empty EndpointSlice', nth: 1 },
      { moment: 'before', write: 'the new EndpointSlice', nth: 2 },
      { moment: 'after', write: 'the new EndpointSlice', nth: 2 },
    ] as const)('right $moment it writes $write, happens once', async ({ moment, nth }) => {
      const scene = await openDrainable('1s');
      await crashAt(stage, { moment, nth, matching: within(scene, isWriteOf(endpointSlices)) }, () =>
        requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' }),
      );
      await stage.operator.start();
      await untilServing(scene, 'orders-1', 2);
      await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
      await expectReported(scene, ['1 orders-0', '1 draining', '2 orders-1']);
      expect(await publications(scene)).toEqual(handedOver);
      await expectSafe(scene);
    });
  });
});
