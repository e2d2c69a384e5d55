// spec.fencedPods and terminating pods: a fenced active is replaced at once; a terminating one that serves is kept.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createNode } from './cluster/nodes.ts';
import { describeOnStage } from './support/onStage.ts';
import { noPod, published, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import {
  createAsvc,
  createReadyPod,
  createReadyPods,
  openScene,
  patchSpec,
  removePod,
  setReady,
} from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { untilStatus, verdictOf } from './support/status.ts';
import { now, writesSince } from './support/writes.ts';

const nodeName = 'n1';

describeOnStage('a fenced pod', (stage) => {
  beforeAll(async () => {
    await createNode(stage.plane.api, nodeName);
  });

  test('that is active is replaced at once by one write, whatever failover and handover say', async () => {
    const failover = { delay: '1h', cooldown: '1h', mode: 'Manual', noCandidate: 'KeepLast' };
    const handover = { strategy: 'BreakBeforeMake', drainTimeout: '1h' };
    const scene = await openServingScene(stage.plane, { failover, handover });
    const before = await now(stage);
    await patchSpec(scene, { fencedPods: ['orders-0'] });
    await untilServing(scene, 'orders-1', 2);
    const status = await untilStatus(scene, ({ lastTransition }) => lastTransition?.cause === 'PodFenced');
    expect(status.candidates).toContainEqual(
      expect.objectContaining({ podName: 'orders-0', eligible: false, reason: 'Fenced' }),
    );
    const writes = await writesSince(before, scene, stage);
    expect(writes.filter((write) => write.endsWith('endpointslices'))).toEqual(['update endpointslices']);
    await expectSafe(scene);
  });

  test('stays a standby after the fence is removed', async () => {
    const scene = await openServingScene(stage.plane);
    await patchSpec(scene, { fencedPods: ['orders-0'] });
    await untilServing(scene, 'orders-1', 2);
    await patchSpec(scene, { fencedPods: [] });
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '3/3');
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1']);
    await expectSafe(scene);
  });

  test('that is the only pod leaves no active, also with KeepLast, and is elected again without the fence', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPod(scene, 'orders-0');
    await createAsvc(scene, { failover: { noCandidate: 'KeepLast' } });
    await untilServing(scene, 'orders-0', 1);
    await patchSpec(scene, { fencedPods: ['orders-0'] });
    await untilPublished(scene, { ...noPod, term: 1 });
    await untilStatus(scene, (status) => verdictOf(status, 'Ready') === 'False NoCandidate');
    await patchSpec(scene, { fencedPods: [] });
    await untilServing(scene, 'orders-0', 2);
    await expectSafe(scene);
  });

  test('is passed over in the first election', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1']);
    await createAsvc(scene, { fencedPods: ['orders-0'] });
    await untilServing(scene, 'orders-1', 1);
    await expectSafe(scene);
  });

  describe('and terminating pods', () => {
    test('leave the active published while it is ready and all others are terminating, too', async () => {
      const scene = await openServingScene(stage.plane, {}, { nodeName });
      for (const name of ['orders-2', 'orders-1', 'orders-0']) await removePod(scene, name);
      const status = await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '0/3');
      expect(verdictOf(status, 'Ready')).toBe('False ActiveImpaired');
      expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
      await createReadyPod(scene, 'orders-3', { nodeName });
      await untilServing(scene, 'orders-3', 2);
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-3']);
      await expectSafe(scene);
    });

    test('leave no active once that one is not ready, and no terminating pod is elected', async () => {
      const scene = await openServingScene(stage.plane, {}, { nodeName });
      for (const name of ['orders-2', 'orders-1', 'orders-0']) await removePod(scene, name);
      await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '0/3');
      await setReady(scene, 'orders-0', false);
      await untilPublished(scene, { ...noPod, term: 1 });
      expect(await publications(scene)).toEqual(['1 orders-0', '1 none']);
      await expectSafe(scene);
    });
  });
});
