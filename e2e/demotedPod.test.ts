// handover.demotedPod Delete: after a planned change the old active is deleted, by its UID, once the new one is
// published. The permission for it is optional.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { bindOperator } from './cluster/bindOperator.ts';
import { eventuallyGone } from './cluster/eventually.ts';
import { getObject } from './cluster/objects.ts';
import type { Pod } from './cluster/pods.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { endpointSlices, pods } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import type { AuditedRequest, AuditMark } from './cluster/audit.ts';
import { crashAt } from './support/crash.ts';
import { describeOnProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { expectSafe } from './support/safety.ts';
import { createReadyPod, podOf, removePod, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { untilStatus, verdictOf } from './support/status.ts';
import { requestSwitchover } from './support/switchover.ts';

const deleting = { demotedPod: 'Delete' };

function ask(scene: Scene, requestID = 'a', targetPod = 'orders-1'): Promise<unknown> {
  return requestSwitchover(scene, { requestID, targetPod });
}

function summaryOf({ verb, resource, code }: AuditedRequest): string {
  return `${verb} ${resource} ${code}`;
}

function isOfPod({ resource }: AuditedRequest): boolean {
  return resource === pods.plural;
}

describeOnProxiedStage('a pod to be deleted after a handover', (stage) => {
  function find(scene: Scene, name: string): Promise<Pod | undefined> {
    return getObject<Pod>(stage.plane.api, pods, podOf(scene, name));
  }

  function untilGone(scene: Scene, name: string): Promise<void> {
    return eventuallyGone(stage.plane.api, { resource: pods, ...podOf(scene, name), deadlineMs: 20_000 });
  }

  /** The operator's writes of slices and pods that were answered since the mark, refused ones included. */
  async function writesOf({ namespace }: Scene, mark: AuditMark): Promise<readonly AuditedRequest[]> {
    const writes = await stage.audit.mutatingRequests(operatorUser, mark);
    const kinds = [endpointSlices.plural, pods.plural];
    return writes.filter((write) => write.namespace === namespace && kinds.includes(write.resource));
  }

  /** The same, once so many of pods are among them: a watch may deliver a deletion before its response. */
  async function writesUntil(scene: Scene, mark: AuditMark, ofPods: number): Promise<readonly AuditedRequest[]> {
    const giveUpMs = performance.now() + 10_000;
    let writes = await writesOf(scene, mark);
    while (writes.filter(isOfPod).length < ofPods && performance.now() < giveUpMs) writes = await writesOf(scene, mark);
    return writes;
  }

  test('stays without the permission, which is reported, and is deleted once it is granted', async () => {
    const scene = await openServingScene(stage.plane, { handover: deleting });
    await ask(scene);
    await untilServing(scene, 'orders-1', 2);
    const status = await untilStatus(scene, (found) => verdictOf(found, 'Degraded') === 'True PodDeletionRejected');
    expect(verdictOf(status, 'Ready')).toBe('True ActivePublished');
    expect(await find(scene, 'orders-0')).toBeDefined();
    await bindOperator(stage.plane, operatorUser, 'config/pod-deleter');
    await untilGone(scene, 'orders-0');
    await untilStatus(scene, (found) => verdictOf(found, 'Degraded') === 'False AsDesired');
    await expectSafe(scene);
  }, 60_000);

  describe('with the permission', () => {
    beforeAll(() => bindOperator(stage.plane, operatorUser, 'config/pod-deleter'), 30_000);

    test.each([
      ['in one write', deleting, ['update endpointslices 200']],
      [
        'with draining',
        { ...deleting, strategy: 'BreakBeforeMake', drainTimeout: '1s' },
        ['update endpointslices 200', 'update endpointslices 200'],
      ],
    ])('is deleted by its UID when the new active is published %s', async (_, handover, slices) => {
      const scene = await openServingScene(stage.plane, { handover });
      const uid = (await find(scene, 'orders-0'))?.metadata?.uid;
      const mark = await stage.audit.mark();
      await ask(scene);
      await untilGone(scene, 'orders-0');
      const writes = await writesUntil(scene, mark, 1);
      expect(writes.map(summaryOf)).toEqual([...slices, 'delete pods 200']);
      const [published, deletion] = writes.slice(-2);
      expect(deletion?.body).toMatchObject({ preconditions: { uid } });
      expect((published?.completedAt ?? '') <= (deletion?.receivedAt ?? '')).toBe(true);
      await untilServing(scene, 'orders-1', 2);
      await expectSafe(scene);
    });

    test.each([
      { moment: 'after', write: 'the EndpointSlice', matching: isWriteOf(endpointSlices) },
      { moment: 'before', write: 'the deletion', matching: isWriteOf(pods) },
    ] as const)('is deleted although the operator is killed right $moment $write', async ({ moment, matching }) => {
      const scene = await openServingScene(stage.plane, { handover: deleting });
      await crashAt(stage, { moment, matching: within(scene, matching) }, () => ask(scene));
      expect(await find(scene, 'orders-0')).toBeDefined();
      await stage.operator.start();
      await untilGone(scene, 'orders-0');
      await untilServing(scene, 'orders-1', 2);
      await expectSafe(scene);
    });

    test('is not the later pod of the same name', async () => {
      const scene = await openServingScene(stage.plane, { handover: deleting });
      const { promise: until, resolve: release } = Promise.withResolvers<void>();
      const matching = within(scene, isWriteOf(pods));
      const fault = stage.proxy.inject({ moment: 'before', effect: { type: 'delay', until }, matching });
      const mark = await stage.audit.mark();
      await ask(scene);
      await fault.hit;
      await removePod(scene, 'orders-0');
      await createReadyPod(scene, 'orders-0');
      release();
      await untilStatus(scene, (found) => {
        expect(found).toMatchObject({ candidateSummary: '3/3', active: { podName: 'orders-1' } });
      });
      await ask(scene, 'b', 'orders-0');
      await untilGone(scene, 'orders-1');
      const writes = (await writesUntil(scene, mark, 2)).filter(isOfPod);
      expect(writes.map(({ name, code }) => `${name} ${code}`)).toEqual(['orders-0 409', 'orders-1 200']);
      await untilServing(scene, 'orders-0', 3);
      await expectSafe(scene);
    });

    test('is kept by a failover', async () => {
      const scene = await openServingScene(stage.plane, { handover: deleting });
      const mark = await stage.audit.mark();
      await setReady(scene, 'orders-0', false);
      await untilServing(scene, 'orders-1', 2);
      await setReady(scene, 'orders-0', true);
      await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '3/3');
      expect((await writesOf(scene, mark)).map(summaryOf)).toEqual(['update endpointslices 200']);
      await expectSafe(scene);
    });
  });
});
