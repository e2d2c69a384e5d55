import { beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../src/kube/wire.ts';
import { deleteObject, getObject, listObjects } from './cluster/objects.ts';
import { activeStandbyServices, events } from './cluster/resources.ts';
import { sumOf, type Series } from './support/exposition.ts';
import { openIdleScene, writesWhileIdle, type IdleScene } from './support/idle.ts';
import { describeOnStage } from './support/onStage.ts';
import { noPod, untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { patchSpec, setReady, type Asvc, type Scene } from './support/scene.ts';
import { untilScraped } from './support/scrape.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { conditionOf, untilStatus, verdictOf } from './support/status.ts';
import { expectReported } from './support/reported.ts';
import { expectTimesInOrder } from './support/transitionTimes.ts';

interface Event extends KubeObject {
  readonly type: string;
  readonly reason: string;
  readonly note: string;
  readonly regarding: object;
}

const conditionTypes = ['Ready', 'ActiveElected', 'EndpointsPublished', 'Degraded', 'Paused'];

function counts(series: readonly Series[], { namespace, name }: Scene): object {
  const own = { namespace, name };
  const candidates = (state: string) => sumOf(series, 'activestandby_candidates', { ...own, state });
  const transitions = (cause: string) => sumOf(series, 'activestandby_transitions_total', { ...own, cause });
  return {
    term: sumOf(series, 'activestandby_term', own),
    hasActive: sumOf(series, 'activestandby_has_active', own),
    candidates: ['active', 'eligible', 'settling', 'ineligible'].map(candidates),
    transitions: ['Initial', 'PodNotReady', 'CandidateAvailable'].map(transitions),
  };
}

/** orders-0 fails, then orders-1, so that no pod is left; then orders-1 is back. */
async function failTwiceAndRecover(scene: Scene): Promise<void> {
  await setReady(scene, 'orders-2', false);
  await setReady(scene, 'orders-0', false);
  await untilPublished(scene, { pod: 'orders-1', term: 2 });
  await setReady(scene, 'orders-1', false);
  await untilPublished(scene, { ...noPod, term: 2 });
  await setReady(scene, 'orders-1', true);
  await untilServing(scene, 'orders-1', 3);
}

describeOnStage('what is reported', (stage) => {
  let idle: IdleScene;

  beforeAll(async () => {
    idle = await openIdleScene(stage, 20);
  }, 60_000);

  test('of each transition is one Event, and an entry in the history', async () => {
    const scene = await openServingScene(stage.plane);
    const asvc = await getObject<Asvc>(stage.plane.api, activeStandbyServices, scene);
    const uid = asvc?.metadata.uid ?? '';
    await failTwiceAndRecover(scene);
    await expectReported(scene, ['1 orders-0', '2 orders-1', '2 none', '3 orders-1']);
    const found = await listObjects<Event>(stage.plane.api, events, scene.namespace);
    const lines = found.map(({ metadata, type, reason, note }) => [metadata?.name, type, reason, note].join(' | '));
    expect(lines.toSorted()).toEqual([
      `orders.${uid}.1 | Normal | ActiveElected | orders-0 is active in term 1, because it is the first candidate to become eligible`,
      `orders.${uid}.2 | Normal | ActiveElected | orders-1 is active in term 2 instead of orders-0, because the active pod is not ready`,
      `orders.${uid}.2.withdrawn | Warning | ActiveWithdrawn | orders-1 is no longer published, and no pod is active in term 2, because the active pod is not ready; the first pod to become eligible takes over`,
      `orders.${uid}.3 | Normal | ActiveElected | orders-1 is active in term 3, because no pod was active and it became eligible`,
    ]);
    const regarding = { kind: 'ActiveStandbyService', namespace: scene.namespace, name: 'orders', uid };
    for (const event of found) expect(event.regarding).toMatchObject(regarding);
    await expectSafe(scene);
  });

  test('by the status after a failover is which pod, why and when', async () => {
    const scene = await openServingScene(stage.plane);
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    const status = await untilStatus(scene, ({ term, candidateSummary }) => term === 2 && candidateSummary === '2/3');
    expect(status).toMatchObject({
      observedGeneration: 1,
      phase: 'Active',
      term: 2,
      termHolderUID: status.active?.podUID,
      active: { podName: 'orders-1', podIPs: ['10.1.0.11'], electedTime: status.lastTransition?.electedTime },
      candidates: [
        { podName: 'orders-1', eligible: true, reason: 'Eligible' },
        { podName: 'orders-2', eligible: true, reason: 'Eligible' },
        { podName: 'orders-0', eligible: false, reason: 'NotReady' },
      ],
      lastTransition: { term: 2, cause: 'PodNotReady', fromPod: 'orders-0', toPod: 'orders-1' },
      serviceName: 'orders',
    });
    for (const transition of status.history ?? []) expectTimesInOrder(transition);
    await expectSafe(scene);
  });

  test('by the five conditions is for the observedGeneration', async () => {
    const scene = await openServingScene(stage.plane);
    await patchSpec(scene, { failover: { delay: '1ms' } });
    const status = await untilStatus(scene, ({ observedGeneration }) => observedGeneration === 2);
    expect(status.conditions?.map(({ type, observedGeneration }) => [type, observedGeneration])).toEqual(
      conditionTypes.map((type) => [type, 2]),
    );
    expect(conditionTypes.map((type) => verdictOf(status, type))).toEqual([
      'True ActivePublished',
      'True Elected',
      'True Published',
      'False AsDesired',
      'False NotPaused',
    ]);
    expect(conditionOf(status, 'Ready')?.message).toBe('Traffic goes to orders-0.');
    await expectSafe(scene);
  });

  test('by the history is the last ten transitions', async () => {
    const scene = await openServingScene(stage.plane);
    await setReady(scene, 'orders-2', false);
    for (let term = 2; term <= 12; term += 1) {
      const [from, to] = term % 2 === 0 ? ['orders-0', 'orders-1'] : ['orders-1', 'orders-0'];
      await setReady(scene, from, false);
      await untilPublished(scene, { pod: to, term });
      await setReady(scene, from, true);
    }
    await untilStatus(scene, ({ history = [] }) => {
      expect(history.map(({ term }) => term)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    });
    await expectSafe(scene);
  });

  describe('by /metrics', () => {
    test('agrees with what has happened, and ends with the object', async () => {
      const scene = await openServingScene(stage.plane);
      const before = await untilScraped(stage.operator, (series) => {
        const transitions = [1, undefined, undefined];
        expect(counts(series, scene)).toEqual({ term: 1, hasActive: 1, candidates: [1, 2, 0, 0], transitions });
      });
      await failTwiceAndRecover(scene);
      const after = await untilScraped(stage.operator, (series) => {
        expect(counts(series, scene)).toEqual({
          term: 3,
          hasActive: 1,
          candidates: [1, 0, 0, 2],
          transitions: [1, 2, 1],
        });
      });
      const { namespace, name } = scene;
      const seconds = sumOf(after, 'activestandby_last_failover_seconds', { namespace, name });
      expect(seconds).toBeGreaterThan(0);
      const duration = 'activestandby_failover_duration_seconds_count';
      const ofCause = { cause: 'PodNotReady' };
      expect((sumOf(after, duration, ofCause) ?? 0) - (sumOf(before, duration, ofCause) ?? 0)).toBe(2);
      await deleteObject(stage.plane.api, activeStandbyServices, { namespace, name });
      await untilScraped(stage.operator, (series) => {
        expect(series.filter(({ labels }) => labels['namespace'] === namespace)).toEqual([]);
      });
      await expectSafe(scene);
    });

    test('has no name in a histogram, and knows the requests and reconciles that were made', async () => {
      const series = await untilScraped(stage.operator, () => undefined);
      const buckets = series.filter(({ name }) => name.startsWith('activestandby_') && name.endsWith('_bucket'));
      expect(buckets.filter(({ labels }) => 'namespace' in labels || 'name' in labels)).toEqual([]);
      const requests = { resource: 'endpointslices', code: '201' };
      expect(sumOf(series, 'activestandby_api_request_duration_seconds_count', requests)).toBeGreaterThanOrEqual(20);
      const reconciles = { outcome: 'success' };
      expect(sumOf(series, 'activestandby_reconcile_duration_seconds_count', reconciles)).toBeGreaterThanOrEqual(20);
      expect(sumOf(series, 'activestandby_queue_depth')).toBeGreaterThanOrEqual(0);
    });
  });

  test('by /healthz and /readyz is that the operator is healthy', async () => {
    expect([await stage.operator.health('healthz'), await stage.operator.health('readyz')]).toEqual([200, 200]);
  });

  test('while nothing happens for 60 s is nothing', async () => {
    expect(await writesWhileIdle(idle, stage, 60_000)).toEqual([]);
  }, 90_000);
});
