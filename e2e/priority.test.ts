// The priority annotation of pods: in elections, and while another pod is active.
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { PRIORITY_ANNOTATION } from '../src/api/names.ts';
import type { ActiveStandbyServiceStatus } from '../src/api/activeStandbyService.generated.ts';
import { patchObject } from './cluster/objects.ts';
import { pods } from './cluster/resources.ts';
import { whileAway } from './support/crash.ts';
import { describeOnStage } from './support/onStage.ts';
import { published, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPod, openScene, podOf, removePod, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { untilStatus, verdictOf } from './support/status.ts';
import { requestSwitchover, untilAnswered } from './support/switchover.ts';

const byPriority = { election: { order: 'Priority' } };

function preempting(preemptionDelay: string) {
  return { election: { order: 'Priority', preemption: 'HigherPriority', preemptionDelay } };
}

function prioritized(priority: string) {
  return { [PRIORITY_ANNOTATION]: priority };
}

function setPriority(scene: Scene, name: string, priority: string): Promise<unknown> {
  const patch = { metadata: { annotations: prioritized(priority) } };
  return patchObject(scene.plane.api, pods, { ...podOf(scene, name), patch });
}

/** Such as "orders-1 PriorityZero 0". */
function candidatesIn({ candidates = [] }: ActiveStandbyServiceStatus): readonly string[] {
  return candidates.map(({ podName, reason, priority }) => `${podName} ${reason} ${priority}`);
}

/** The time from the announcement of the better pod to its election, in milliseconds. */
function waitedMs({ preemption }: ActiveStandbyServiceStatus, { lastTransition }: ActiveStandbyServiceStatus) {
  return Date.parse(lastTransition?.electedTime ?? '') - Date.parse(preemption?.eligibleTime ?? '');
}

describeOnStage('the priority of a pod', (stage) => {
  async function openPrioritizedScene(spec: object, priorities: readonly string[]): Promise<Scene> {
    const scene = await openScene(stage.plane);
    for (const [ordinal, priority] of priorities.entries()) {
      const annotations = priority === '' ? {} : prioritized(priority);
      await createReadyPod(scene, `orders-${ordinal}`, { annotations });
    }
    await createAsvc(scene, spec);
    return scene;
  }

  test('decides which pod is elected: the highest, then those without an annotation, and so on', async () => {
    const scene = await openPrioritizedScene(byPriority, ['7', '', '300', '300']);
    await untilServing(scene, 'orders-2', 1);
    await removePod(scene, 'orders-2');
    await untilPublished(scene, { pod: 'orders-3', term: 2 });
    await setReady(scene, 'orders-3', false);
    await untilPublished(scene, { pod: 'orders-1', term: 3 });
    await setReady(scene, 'orders-1', false);
    await untilPublished(scene, { pod: 'orders-0', term: 4 });
    await expectSafe(scene);
  });

  test('of 0 or less, or that is not an integer, makes it ineligible, which status reports, until it changes', async () => {
    const scene = await openPrioritizedScene({}, ['0', 'high', '-5']);
    const status = await untilStatus(scene, ({ candidates = [] }) => candidates.length === 3);
    expect(candidatesIn(status).toSorted()).toEqual([
      'orders-0 PriorityZero 0',
      'orders-1 PriorityInvalid undefined',
      'orders-2 PriorityZero -5',
    ]);
    expect(verdictOf(status, 'Ready')).toBe('False NoCandidate');
    await setPriority(scene, 'orders-1', '1');
    await untilServing(scene, 'orders-1', 1);
    await expectSafe(scene);
  });

  test('that is not an integer any more keeps the active, but prevents its election', async () => {
    const scene = await openServingScene(stage.plane);
    await setPriority(scene, 'orders-0', 'high');
    const status = await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '2/3');
    expect(verdictOf(status, 'Ready')).toBe('True ActivePublished');
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await setReady(scene, 'orders-0', true);
    await setReady(scene, 'orders-1', false);
    await untilPublished(scene, { pod: 'orders-2', term: 3 });
    await expectSafe(scene);
  });

  test.each([
    ['at once', {}, []],
    ['with draining, if the spec says so', { strategy: 'BreakBeforeMake', drainTimeout: '0s' }, ['1 none']],
  ])('that falls to 0 causes a handover %s', async (_, handover, between) => {
    const scene = await openServingScene(stage.plane, { handover });
    await setPriority(scene, 'orders-0', '0');
    await untilServing(scene, 'orders-1', 2);
    await untilStatus(scene, ({ lastTransition }) => lastTransition?.cause === 'PriorityWithdrawn');
    expect(await publications(scene)).toEqual(['1 orders-0', ...between, '2 orders-1']);
    await expectSafe(scene);
  });

  test('that falls to 0 leaves the active published until there is another candidate', async () => {
    const scene = await openPrioritizedScene({}, ['1']);
    await untilServing(scene, 'orders-0', 1);
    await setPriority(scene, 'orders-0', '0');
    const status = await untilStatus(scene, ({ phase }) => phase === 'Suspect');
    expect(verdictOf(status, 'Ready')).toBe('False ActiveImpaired');
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    await createReadyPod(scene, 'orders-1');
    await untilServing(scene, 'orders-1', 2);
    await expectSafe(scene);
  });

  describe('that is higher than that of the active', () => {
    test('changes nothing without preemption', async () => {
      const scene = await openServingScene(stage.plane, byPriority);
      await setPriority(scene, 'orders-1', '200');
      await untilStatus(scene, (status) => candidatesIn(status)[0] === 'orders-1 Eligible 200');
      expect(await publications(scene)).toEqual(['1 orders-0']);
      await expectSafe(scene);
    });

    test('causes a preemption after preemptionDelay, which is announced', async () => {
      const scene = await openServingScene(stage.plane, preempting('3s'));
      await setPriority(scene, 'orders-1', '200');
      const announced = await untilStatus(scene, ({ preemption }) => preemption?.podName === 'orders-1');
      expect(verdictOf(announced, 'Ready')).toBe('True ActivePublished');
      await untilServing(scene, 'orders-1', 2);
      const done = await untilStatus(scene, ({ lastTransition }) => lastTransition?.cause === 'Preemption');
      expect(done).not.toHaveProperty('preemption');
      expect(waitedMs(announced, done)).toBeGreaterThanOrEqual(3000);
      await expectSafe(scene);
    });

    test('restarts the delay when the pod was not eligible in between', async () => {
      const scene = await openServingScene(stage.plane, preempting('3s'));
      await setPriority(scene, 'orders-1', '200');
      await untilStatus(scene, ({ preemption }) => preemption?.podName === 'orders-1');
      await setReady(scene, 'orders-1', false);
      await untilStatus(scene, ({ preemption }) => preemption === undefined);
      await setReady(scene, 'orders-1', true);
      const again = await untilStatus(scene, ({ preemption }) => preemption?.podName === 'orders-1');
      await untilServing(scene, 'orders-1', 2);
      expect(waitedMs(again, await untilStatus(scene, ({ term }) => term === 2))).toBeGreaterThanOrEqual(3000);
      await expectSafe(scene);
    });

    test('keeps the same delay for an operator that starts meanwhile', async () => {
      const scene = await openServingScene(stage.plane, preempting('8s'));
      await setPriority(scene, 'orders-1', '200');
      const announced = await untilStatus(scene, ({ preemption }) => preemption?.podName === 'orders-1');
      await whileAway(stage, () => delay(4000));
      await untilServing(scene, 'orders-1', 2);
      const done = await untilStatus(scene, ({ term }) => term === 2);
      expect(waitedMs(announced, done)).toBeGreaterThanOrEqual(8000);
      expect(waitedMs(announced, done)).toBeLessThan(12_000);
      await expectSafe(scene);
    });

    test('does not undo a switchover', async () => {
      const scene = await openServingScene(stage.plane, preempting('1s'));
      await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-2' });
      await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
      await setPriority(scene, 'orders-1', '200');
      // When it has taken over here, the preemption there would have happened, too.
      const other = await openServingScene(stage.plane, preempting('1s'));
      await setPriority(other, 'orders-1', '200');
      await untilServing(other, 'orders-1', 2);
      expect(await untilStatus(scene, ({ term }) => term === 2)).not.toHaveProperty('preemption');
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-2']);
      await expectSafe(scene);
    });
  });
});
