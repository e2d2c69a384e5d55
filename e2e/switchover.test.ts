// spec.switchover: each request moves the active once at most, and every one is answered.
import { describe, expect, test } from '@jest/globals';
import { whileAway } from './support/crash.ts';
import { describeOnStage } from './support/onStage.ts';
import { published, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPods, openScene, patchSpec, removePod, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { untilStatus, verdictOf } from './support/status.ts';
import { cancelSwitchover, inMs, requestSwitchover, untilAnswered } from './support/switchover.ts';
import { expectReported } from './support/reported.ts';
import { now, writesSince } from './support/writes.ts';

function isEligible(name: string) {
  return ({ podName, eligible }: { podName: string; eligible: boolean }) => podName === name && eligible;
}

describeOnStage('a switchover', (stage) => {
  test('requested by kubectl is made by one write, and reported with its cause', async () => {
    const scene = await openServingScene(stage.plane);
    const before = await now(stage);
    const patch = '{"spec":{"switchover":{"requestID":"1","targetPod":"orders-2"}}}';
    await stage.plane.kubectl(['-n', scene.namespace, 'patch', 'asvc', 'orders', '--type=merge', '-p', patch]);
    await untilServing(scene, 'orders-2', 2);
    const status = await untilAnswered(scene, { requestID: '1', state: 'Completed', message: 'orders-2 is active' });
    expect(status.switchover?.handledRequestIDs).toEqual(['1']);
    expect(status.lastTransition).toMatchObject({ cause: 'Switchover', fromPod: 'orders-0', toPod: 'orders-2' });
    const writes = await writesSince(before, scene, stage);
    expect(writes.filter((write) => write.endsWith('endpointslices'))).toEqual(['update endpointslices']);
    await expectReported(scene, ['1 orders-0', '2 orders-2']);
    await expectSafe(scene);
  });

  test('is made once per requestID, also when an earlier one is set again', async () => {
    const scene = await openServingScene(stage.plane);
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' });
    await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
    await requestSwitchover(scene, { requestID: 'b', targetPod: 'orders-2' });
    await untilAnswered(scene, { requestID: 'b', state: 'Completed' });
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' });
    const status = await untilAnswered(scene, { requestID: 'a', state: 'Rejected', message: 'handled before' });
    expect(status.switchover?.handledRequestIDs).toEqual(['a', 'b']);
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1', '3 orders-2']);
    await expectSafe(scene);
  });

  test('without a target goes to the best of the others', async () => {
    const scene = await openServingScene(stage.plane);
    await setReady(scene, 'orders-1', false);
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '2/3');
    await requestSwitchover(scene, { requestID: 'a' });
    await untilServing(scene, 'orders-2', 2);
    await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
    await expectSafe(scene);
  });

  test.each([
    ['that is not ready', (scene: Scene) => setReady(scene, 'orders-1', false), 'orders-1 is not ready'],
    ['that is fenced', (scene: Scene) => patchSpec(scene, { fencedPods: ['orders-1'] }), 'orders-1 is named in'],
    ['that is gone', (scene: Scene) => removePod(scene, 'orders-1'), 'not a selected pod'],
  ])('to a pod %s is rejected with the reason, and stays rejected', async (_, spoil, message) => {
    const scene = await openServingScene(stage.plane);
    await spoil(scene);
    await untilStatus(scene, ({ candidates = [] }) => !candidates.some(isEligible('orders-1')));
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' });
    const status = await untilAnswered(scene, { requestID: 'a', state: 'Rejected', message });
    expect(verdictOf(status, 'Ready')).toBe('True ActivePublished');
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });

  test('to a pod that was rejected is not made when the pod recovers', async () => {
    const scene = await openServingScene(stage.plane);
    await setReady(scene, 'orders-1', false);
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '2/3');
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' });
    await untilAnswered(scene, { requestID: 'a', state: 'Rejected' });
    await setReady(scene, 'orders-1', true);
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '3/3');
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    await expectSafe(scene);
  });

  test('to the active pod is complete without a change', async () => {
    const scene = await openServingScene(stage.plane);
    const before = await now(stage);
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-0' });
    await untilAnswered(scene, { requestID: 'a', state: 'Completed', message: 'active already' });
    const telling = ['update activestandbyservices/status', 'create events'];
    expect((await writesSince(before, scene, stage)).filter((write) => !telling.includes(write))).toEqual([]);
    await expectSafe(scene);
  });

  test('that is created with the object is rejected, and does not change the first election', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1']);
    await createAsvc(scene, { switchover: { requestID: 'a', targetPod: 'orders-1' } });
    await untilServing(scene, 'orders-0', 1);
    await untilAnswered(scene, { requestID: 'a', state: 'Rejected', message: 'No pod had been elected yet' });
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await expectSafe(scene);
  });

  test('waits while elections are paused, and is made afterwards', async () => {
    const scene = await openServingScene(stage.plane);
    await patchSpec(scene, { paused: true });
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' });
    await untilAnswered(scene, { requestID: 'a', state: 'Pending', message: 'is paused' });
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    await patchSpec(scene, { paused: false });
    await untilServing(scene, 'orders-1', 2);
    await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
    await expectSafe(scene);
  });

  describe('for later', () => {
    test('is pending, survives a restart, and is made once when it is due', async () => {
      const scene = await openServingScene(stage.plane);
      const notBefore = inMs(5000);
      await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1', notBefore });
      await untilAnswered(scene, { requestID: 'a', state: 'Pending', message: 'notBefore' });
      await whileAway(stage, async () => undefined);
      await untilServing(scene, 'orders-1', 2);
      const { lastTransition } = await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
      expect(Date.parse(lastTransition?.electedTime ?? '')).toBeGreaterThanOrEqual(Date.parse(notBefore));
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1']);
      await expectSafe(scene);
    });

    test('is cancelled when it is removed, and may be requested again', async () => {
      const scene = await openServingScene(stage.plane);
      const notBefore = inMs(3000);
      await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1', notBefore });
      await untilAnswered(scene, { requestID: 'a', state: 'Pending' });
      await cancelSwitchover(scene);
      await untilStatus(scene, ({ switchover }) => switchover === undefined);
      // With the same notBefore: when this one is made, the other would have been made before.
      await requestSwitchover(scene, { requestID: 'b', targetPod: 'orders-2', notBefore });
      await untilServing(scene, 'orders-2', 2);
      await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' });
      await untilServing(scene, 'orders-1', 3);
      await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-2', '3 orders-1']);
      await expectSafe(scene);
    });

    test('to a pod that is lost meanwhile is rejected when it is due', async () => {
      const scene = await openServingScene(stage.plane);
      await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1', notBefore: inMs(3000) });
      await untilAnswered(scene, { requestID: 'a', state: 'Pending' });
      await removePod(scene, 'orders-1');
      await untilAnswered(scene, { requestID: 'a', state: 'Rejected', message: 'not a selected pod' });
      expect(await publications(scene)).toEqual(['1 orders-0']);
      await expectSafe(scene);
    });
  });

  test('away from a failing active is made at once, and the recovered pod stays a standby', async () => {
    const scene = await openServingScene(stage.plane, { failover: { delay: '1h' } });
    await setReady(scene, 'orders-0', false);
    await untilStatus(scene, ({ phase }) => phase === 'Suspect');
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-2' });
    await untilPublished(scene, { pod: 'orders-2', term: 2 });
    await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
    await setReady(scene, 'orders-0', true);
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '3/3');
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-2']);
    await expectSafe(scene);
  });
});
