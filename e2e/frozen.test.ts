// Connections that accept bytes and send none: the operator detects them in time, and they cost one deadline only.
import { expect, test } from '@jest/globals';
import { setUpProxiedStage } from './support/onStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { setReady } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';

/** The limit of silence of the pod watch. */
const NOTICED_WITHIN_MS = 15_000;

const stage = setUpProxiedStage();

/** The reasons of restarts of watches of pods so far. */
function podWatchRestarts(): readonly unknown[] {
  const lines = stage.operator.logs().filter(({ message }) => message === 'watch restarted');
  return lines.filter(({ resource }) => resource === 'pods').map(({ reason }) => reason);
}

test('a pod failure is detected within 15 s although each open connection is frozen, and then published at once', async () => {
  const { plane, proxy } = stage;
  const scene = { ...(await openServingScene(plane)), deadlineMs: 40_000 };
  const frozenMs = performance.now();
  proxy.gate.strand();
  await setReady(scene, 'orders-0', false);
  await untilPublished(scene, { pod: 'orders-1', term: 2 });
  expect(performance.now() - frozenMs).toBeLessThan(NOTICED_WITHIN_MS);
  expect(podWatchRestarts()).toEqual(['idle']);
  await expectSafe(scene);
}, 60_000);

test('connections are replaced as soon as a network thaws in which new connections froze, too', async () => {
  const { plane, proxy } = stage;
  const scene = { ...(await openServingScene(plane)), deadlineMs: 60_000 };
  const before = podWatchRestarts().length;
  proxy.gate.freeze();
  await setReady(scene, 'orders-0', false);
  const giveUpMs = performance.now() + 40_000;
  while (podWatchRestarts().length === before && performance.now() < giveUpMs) await plane.api.text('GET', '/readyz');
  expect(podWatchRestarts()[before]).toBe('idle');
  proxy.gate.thaw();
  await untilPublished(scene, { pod: 'orders-1', term: 2 });
  await expectSafe(scene);
}, 120_000);
