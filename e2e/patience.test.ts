import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Service } from '../src/desired/service.ts';
import { createNode } from './cluster/nodes.ts';
import { eventually } from './cluster/eventually.ts';
import { getObject, patchObject } from './cluster/objects.ts';
import type { Pod } from './cluster/pods.ts';
import { services } from './cluster/resources.ts';
import { describeOnStage } from './support/onStage.ts';
import { noPod, published, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import {
  beside,
  createAsvc,
  createReadyPod,
  openScene,
  patchSpec,
  removePod,
  setReady,
  type Scene,
} from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';
import { untilStatus, verdictOf } from './support/status.ts';
import { now, writesSince } from './support/writes.ts';

function readyTimeOf({ status }: Pod): number {
  return Date.parse(status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '');
}

describeOnStage('an election that waits', (stage) => {
  beforeAll(async () => {
    await createNode(stage.plane.api, 'n1');
  });

  function setServicePort({ namespace, name }: Scene, port: number): Promise<Service> {
    const patch = { spec: { ports: [{ port, protocol: 'TCP' }] } };
    return patchObject<Service>(stage.plane.api, services, { namespace, name, patch });
  }

  describe('because it is paused', () => {
    test('elects no pod and repairs nothing, and reconciles everything when it resumes', async () => {
      const scene = await openServingScene(stage.plane);
      await patchSpec(scene, { paused: true });
      await untilStatus(scene, (status) => verdictOf(status, 'Paused') === 'True PausedBySpec');
      const before = await now(stage);
      await setServicePort(scene, 8888);
      await setReady(scene, 'orders-0', false);
      const status = await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '2/3');
      expect(status.phase).toBe('Paused');
      expect(verdictOf(status, 'Ready')).toBe('False ActiveImpaired');
      expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
      expect(new Set(await writesSince(before, scene, stage))).toEqual(
        new Set(['update activestandbyservices/status']),
      );
      await patchSpec(scene, { paused: false });
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await eventually<Service>(stage.plane.api, { resource: services, ...scene }, ({ spec }) => {
        expect(spec?.ports).toMatchObject([{ port: 80, targetPort: 8080 }]);
      });
      await expectSafe(scene);
    });

    test('creates nothing for an object that is paused from the start', async () => {
      const scene = await openScene(stage.plane);
      await createReadyPod(scene, 'orders-0');
      await createAsvc(scene, { paused: true });
      await untilStatus(scene, ({ phase }) => phase === 'Paused');
      expect(await getObject(stage.plane.api, services, scene)).toBeUndefined();
      expect(await published(scene)).toBeUndefined();
      await patchSpec(scene, { paused: false });
      await untilPublished(scene, { pod: 'orders-0', term: 1 });
      await expectSafe(scene);
    });
  });

  describe('for failover.delay', () => {
    test('moves when the delay is over, and reports until when it waits', async () => {
      const scene = await openServingScene(stage.plane, { failover: { delay: '1s' } });
      await setReady(scene, 'orders-0', false);
      const suspect = await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      expect(suspect.failover).toMatchObject({ cause: 'PodNotReady', delayMilliseconds: 1000 });
      expect(Date.parse(suspect.failover?.deadline ?? '') - Date.parse(suspect.failover?.detectedTime ?? '')).toBe(
        1000,
      );
      expect(verdictOf(suspect, 'Ready')).toBe('False ActiveImpaired');
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      const { lastTransition } = await untilStatus(scene, ({ failover, term }) => failover === undefined && term === 2);
      const { detectedTime = '', electedTime = '' } = lastTransition ?? {};
      expect(lastTransition).toMatchObject({ cause: 'PodNotReady', detectedTime: suspect.failover?.detectedTime });
      expect(Date.parse(electedTime) - Date.parse(detectedTime)).toBeGreaterThanOrEqual(1000);
      await expectSafe(scene);
    });

    test('does not move when the pod has recovered meanwhile', async () => {
      const scene = await openServingScene(stage.plane, { failover: { delay: '1s' } });
      const later = beside(scene, 'bills');
      await setReady(scene, 'orders-0', false);
      await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      await setReady(scene, 'orders-0', true);
      await untilStatus(scene, ({ phase, failover }) => phase === 'Active' && failover === undefined);
      // Another one with the same delay starts later: once it has moved, the first deadline has passed, too.
      await createReadyPod(later, 'bills-0', { labels: { app: 'bills' } });
      await createReadyPod(later, 'bills-1', { labels: { app: 'bills' } });
      await createAsvc(later, { selector: { matchLabels: { app: 'bills' } }, failover: { delay: '1s' } });
      await untilPublished(later, { pod: 'bills-0' });
      await setReady(later, 'bills-0', false);
      await untilPublished(later, { pod: 'bills-1' });
      expect(await publications(scene)).toEqual(['1 orders-0']);
      await expectSafe(scene);
    });

    test('does not wait for a pod that is deleted', async () => {
      const scene = await openServingScene(stage.plane, { failover: { delay: '24h' } });
      await setReady(scene, 'orders-0', false);
      await untilStatus(scene, ({ phase }) => phase === 'Suspect');
      await removePod(scene, 'orders-0');
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await expectSafe(scene);
    });
  });

  describe('for election.minReady', () => {
    test('is Electing, and elects a pod that has been ready for that long', async () => {
      const scene = await openScene(stage.plane);
      const pod = await createReadyPod(scene, 'orders-0', { readySince: new Date() });
      await createAsvc(scene, { election: { minReady: '2s' } });
      const electing = await untilStatus(scene, ({ phase }) => phase === 'Electing');
      expect(electing.candidates).toEqual([
        { podName: 'orders-0', eligible: false, reason: 'Settling', priority: 100 },
      ]);
      expect(verdictOf(electing, 'Ready')).toBe('False Settling');
      await untilPublished(scene, { pod: 'orders-0', term: 1 });
      const { active } = await untilStatus(scene, ({ phase }) => phase === 'Active');
      const electedAfterMs = Date.parse(active?.electedTime ?? '') - readyTimeOf(pod);
      expect(electedAfterMs).toBeGreaterThanOrEqual(2000);
      await expectSafe(scene);
    });

    test('lists no pod in a failover until a standby has settled', async () => {
      const scene = await openScene(stage.plane);
      await createReadyPod(scene, 'orders-0');
      await createAsvc(scene, { election: { minReady: '3s' } });
      await untilPublished(scene, { pod: 'orders-0', term: 1 });
      await createReadyPod(scene, 'orders-1', { readySince: new Date() });
      await setReady(scene, 'orders-0', false);
      await untilPublished(scene, { ...noPod, term: 1 });
      await untilStatus(scene, ({ phase }) => phase === 'Electing');
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await expectSafe(scene);
    });
  });

  describe('because all candidates are terminating', () => {
    test('keeps the published pod while it is ready, and then elects the first eligible one', async () => {
      const scene = await openServingScene(stage.plane, {}, { nodeName: 'n1' });
      for (const name of ['orders-2', 'orders-1', 'orders-0']) await removePod(scene, name);
      await untilStatus(scene, ({ candidates = [] }) => candidates.every(({ reason }) => reason === 'Terminating'));
      expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
      await createReadyPod(scene, 'orders-3');
      await untilPublished(scene, { pod: 'orders-3', term: 2 });
      await expectSafe(scene);
    });

    test('lists no pod once the published one is not ready any more', async () => {
      const scene = await openServingScene(stage.plane, {}, { nodeName: 'n1' });
      for (const name of ['orders-2', 'orders-1', 'orders-0']) await removePod(scene, name);
      await untilStatus(scene, ({ candidates = [] }) => candidates.every(({ reason }) => reason === 'Terminating'));
      await setReady(scene, 'orders-0', false);
      await untilPublished(scene, { ...noPod, term: 1 });
      expect(await publications(scene)).toEqual(['1 orders-0', '1 none']);
      await expectSafe(scene);
    });
  });
});
