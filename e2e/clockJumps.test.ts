// The wall clock of the operator's machine is set while timers run: none fires at once, and none an hour late.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import { noPod, untilPublished, type Published } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { createReadyPod, setReady, type Scene } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';
import { startOperator, startPreparedPlane } from './support/stage.ts';
import { untilStatus } from './support/status.ts';
import { inMs, requestSwitchover, untilAnswered } from './support/switchover.ts';
import { WallClock } from './support/wallClockFile.ts';

const HOUR_MS = 3_600_000;
const LENGTH_MS = 6000;

/** Returns once the timer runs. */
async function failTolerated(scene: Scene, pod: string): Promise<void> {
  await setReady(scene, pod, false);
  await untilStatus(scene, ({ phase }) => phase === 'Suspect');
}

interface Story {
  readonly spec: object;
  readonly start: (scene: Scene) => Promise<unknown>;
  readonly end: Partial<Published>;
}

const stories: readonly Story[] = [
  {
    spec: { failover: { delay: '6s' } },
    start: (scene) => failTolerated(scene, 'orders-0'),
    end: { pod: 'orders-1', term: 2 },
  },
  {
    spec: { failover: { cooldown: '6s' } },
    start: async (scene) => {
      await setReady(scene, 'orders-0', false);
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await failTolerated(scene, 'orders-1');
    },
    end: { pod: 'orders-2', term: 3 },
  },
  {
    spec: { handover: { strategy: 'BreakBeforeMake', drainTimeout: '6s' } },
    start: async (scene) => {
      await requestSwitchover(scene, { requestID: 'a' });
      await untilPublished(scene, { ...noPod, term: 1 });
    },
    end: { pod: 'orders-1', term: 2 },
  },
];

describe('when the wall clock jumps', () => {
  let plane: ControlPlane;
  let clock: WallClock;
  let operator: OperatorProcess;

  beforeAll(async () => {
    plane = await startPreparedPlane();
    clock = new WallClock(plane);
    operator = await startOperator(plane, { env: clock.environment });
  }, 60_000);

  afterEach(() => clock.jump(0));

  afterAll(() => plane?.stop());

  /** A new pod, which triggers a reconcile. */
  async function jumpAndLook(shiftMs: number, scenes: readonly Scene[]): Promise<void> {
    clock.jump(shiftMs);
    await Promise.all(scenes.map((scene) => createReadyPod(scene, 'orders-3')));
    await Promise.all(scenes.map((scene) => untilStatus(scene, ({ candidates = [] }) => candidates.length === 4)));
  }

  test.each([
    ['ahead', HOUR_MS],
    ['back', -HOUR_MS],
  ])('an hour %s, delay, cooldown and drainTimeout keep their lengths', async (_, shiftMs) => {
    const opened = await Promise.all(
      stories.map(async (story) => ({ ...story, scene: await openServingScene(plane, story.spec) })),
    );
    const startMs = performance.now();
    await Promise.all(opened.map(({ start, scene }) => start(scene)));
    await jumpAndLook(
      shiftMs,
      opened.map(({ scene }) => scene),
    );
    const end = async ({ end: wanted, scene }: (typeof opened)[number]): Promise<void> => {
      await untilPublished(scene, wanted);
      expect(performance.now() - startMs).toBeGreaterThanOrEqual(LENGTH_MS);
      await expectSafe(scene);
    };
    await Promise.all(opened.map(end));
  });

  test('back, an operator that starts then waits for one more length at most', async () => {
    const scene = await openServingScene(plane, { failover: { delay: '6s' } });
    await failTolerated(scene, 'orders-0');
    operator.kill();
    await operator.process.exited;
    clock.jump(-HOUR_MS);
    await operator.start();
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await expectSafe(scene);
  });

  test('ahead, a switchover that becomes due by it is made', async () => {
    const scene = await openServingScene(plane);
    await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-2', notBefore: inMs(HOUR_MS / 2) });
    await untilAnswered(scene, { requestID: 'a', state: 'Pending' });
    await jumpAndLook(HOUR_MS, [scene]);
    await untilPublished(scene, { pod: 'orders-2', term: 2 });
    await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
    await expectSafe(scene);
  });
});
