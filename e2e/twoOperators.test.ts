// Two operators run at once by mistake, without leader election. One of them has a bad connection.
import { beforeAll, expect, jest, test } from '@jest/globals';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { endpointSlices } from './cluster/resources.ts';
import { describeOnProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { setReady, type Scene } from './support/scene.ts';
import { openServingScene } from './support/servingScene.ts';
import { startOperator } from './support/stage.ts';
import { untilStatus } from './support/status.ts';
import { deleteSlice, sliceIn, untilLike } from './support/tampering.ts';

jest.setTimeout(60_000);

function isGapless(history: readonly { term: number }[]): boolean {
  return history.length === 10 && history.every(({ term }, index) => term === (history[0]?.term ?? 0) - index);
}

/** Whichever operator reported it, the history is in order and without gaps, and all of it was published. */
async function expectAllReported(scene: Scene, active: string): Promise<void> {
  const { history = [] } = await untilStatus(scene, (status) => {
    return status.active?.podName === active && isGapless(status.history ?? []);
  });
  const reported = history.map(({ term, toPod }) => `${term} ${toPod}`);
  expect(await publications(scene)).toEqual(expect.arrayContaining(reported));
}

/** An operator that has seen the slice but not yet the pods may elect once more than needed, in a new term. */
async function expectEachTermOnce(scene: Scene): Promise<void> {
  const elections = (await publications(scene)).filter((publication) => !publication.endsWith('none'));
  const terms = elections.map((election) => Number.parseInt(election));
  expect(terms).toEqual(Array.from(terms, (_, index) => index + 1));
  await expectSafe(scene);
}

/** Two pods alternate; the third is not ready. */
async function failOver(scene: Scene, round: number): Promise<void> {
  const [from, to] = [`orders-${(round + 1) % 2}`, `orders-${round % 2}`];
  await setReady(scene, from, false);
  await untilPublished(scene, { pod: to });
  await setReady(scene, from, true);
}

describeOnProxiedStage('two operators', (stage) => {
  /** The operator of the stage is the one with the bad connection. */
  let other: OperatorProcess;

  beforeAll(async () => {
    other = await startOperator(stage.plane);
  });

  async function openDuel(): Promise<Scene> {
    const scene = await openServingScene(stage.plane);
    await setReady(scene, 'orders-2', false);
    return scene;
  }

  test.concurrent.each([1, 2, 3])('never publish two pods, or give a term to two (%d)', async () => {
    const scene = await openDuel();
    for (let round = 1; round <= 10; round++) await failOver(scene, round);
    await setReady(scene, 'orders-1', false);
    await expectAllReported(scene, 'orders-0');
    await expectEachTermOnce(scene);
  });

  test.concurrent('restore a deleted EndpointSlice once', async () => {
    const scene = await openDuel();
    const before = await sliceIn(scene);
    await deleteSlice(scene);
    await untilLike(scene, before);
    await failOver(scene, 1);
    const [first, ...others] = await publications(scene);
    expect([first, ...others.slice(0, 2)]).toEqual(['1 orders-0', 'deleted', '1 orders-0']);
    await expectSafe(scene);
  });

  test('are not affected by an old decision of one of them', async () => {
    const scene = await openDuel();
    const { promise: until, resolve: release } = Promise.withResolvers<void>();
    const matching = within(scene, isWriteOf(endpointSlices));
    const late = stage.proxy.inject({ moment: 'before', effect: { type: 'delay', until }, matching });
    other.process.kill('SIGSTOP');
    await setReady(scene, 'orders-0', false);
    await late.hit;
    other.process.kill('SIGCONT');
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await setReady(scene, 'orders-0', true);
    await failOver(scene, 2);
    release();
    await failOver(scene, 3);
    await expectEachTermOnce(scene);
  });

  test('are not affected by one with a stale cache, and it catches up', async () => {
    const scene = await openDuel();
    const { gate } = stage.proxy;
    gate.freeze();
    for (let round = 1; round <= 4; round++) await failOver(scene, round);
    gate.thaw();
    await failOver(scene, 5);
    await other.stop();
    for (let round = 6; round <= 9; round++) await failOver(scene, round);
    await setReady(scene, 'orders-0', false);
    await expectAllReported(scene, 'orders-1');
    await expectEachTermOnce(scene);
  });
});
