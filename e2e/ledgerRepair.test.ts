// The EndpointSlice is edited or deleted by hand, while the operator runs or while it is down.
import { describe, expect, jest, test } from '@jest/globals';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { activeStandbyServices, endpointSlices } from './cluster/resources.ts';
import { crashAt, whileAway } from './support/crash.ts';
import { setUpProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPods, openScene, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { damages, deleteSlice, edits, sliceIn, tamper, untilLike } from './support/tampering.ts';
import { expectReported } from './support/reported.ts';

const stage = setUpProxiedStage();

jest.setTimeout(30_000);

async function failOver(scene: Scene): Promise<void> {
  await setReady(scene, 'orders-0', false);
  await untilServing(scene, 'orders-1', 2);
}

/** Right after the EndpointSlice names orders-1 in term 2. */
async function crashInFailover(scene: Scene): Promise<void> {
  const sliceWrite = { moment: 'after', matching: within(scene, isWriteOf(endpointSlices)) } as const;
  await crashAt(stage, sliceWrite, () => setReady(scene, 'orders-0', false));
}

describe('while the operator runs, an EndpointSlice', () => {
  test.concurrent.each(Object.entries({ ...damages, ...edits }))(
    'that was given %s by hand is repaired in the same term',
    async (_, tampering) => {
      const scene = await openServingScene(stage.plane);
      const before = await sliceIn(scene);
      const byHand = await tamper(scene, tampering);
      await untilLike(scene, before);
      await failOver(scene);
      await expectReported(scene, ['1 orders-0', '2 orders-1']);
      await expectSafe(scene, [byHand]);
    },
  );

  test.concurrent('that is deleted is recreated in the same term', async () => {
    const scene = await openServingScene(stage.plane);
    const before = await sliceIn(scene);
    await deleteSlice(scene);
    await untilLike(scene, before);
    await failOver(scene);
    expect(await publications(scene)).toEqual(['1 orders-0', 'deleted', '1 orders-0', '2 orders-1']);
    await expectReported(scene, ['1 orders-0', '2 orders-1']);
    await expectSafe(scene);
  });
});

describe('while the operator is down, an EndpointSlice', () => {
  test.each(Object.entries(damages))('that was given %s by hand is restored in a new term', async (_, tampering) => {
    const scene = await openServingScene(stage.plane);
    let byHand = '';
    await whileAway(stage, async () => (byHand = await tamper(scene, tampering)));
    await untilServing(scene, 'orders-0', 101);
    await expectReported(scene, ['1 orders-0', '101 orders-0']);
    await expectSafe(scene, [byHand]);
  });

  test.each(Object.entries(edits))('that was given %s by hand is repaired in the same term', async (_, tampering) => {
    const scene = await openServingScene(stage.plane);
    const before = await sliceIn(scene);
    let byHand = '';
    await whileAway(stage, async () => (byHand = await tamper(scene, tampering)));
    await untilLike(scene, before);
    await expectReported(scene, ['1 orders-0']);
    await expectSafe(scene, [byHand]);
  });

  test('that is deleted is restored in a new term', async () => {
    const scene = await openServingScene(stage.plane);
    await whileAway(stage, () => deleteSlice(scene));
    await untilServing(scene, 'orders-0', 101);
    await expectReported(scene, ['1 orders-0', '101 orders-0']);
    await expectSafe(scene);
  });

  test('that is deleted before its term was reported gives the previous pod, ready again, another term', async () => {
    const scene = await openServingScene(stage.plane);
    await crashInFailover(scene);
    await deleteSlice(scene);
    await setReady(scene, 'orders-0', true);
    await stage.operator.start();
    await untilServing(scene, 'orders-0', 101);
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1', 'deleted', '101 orders-0']);
    await expectReported(scene, ['1 orders-0', '101 orders-0']);
    await expectSafe(scene);
  });

  test('that is deleted before its term was reported gives the next pod another term', async () => {
    const scene = await openServingScene(stage.plane);
    await crashInFailover(scene);
    await deleteSlice(scene);
    // The election waits for the status, which the operator receives by its watch here.
    const matching = within(scene, isWriteOf(activeStandbyServices, 'status'));
    stage.proxy.inject({ moment: 'after', effect: { type: 'kill', kill: () => undefined }, matching });
    await stage.operator.start();
    await untilServing(scene, 'orders-1', 102);
    // The term in between belongs to the holder in the status, although it cannot serve.
    const restored = ['101 none', '102 orders-1'];
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1', 'deleted', ...restored]);
    await expectReported(scene, ['1 orders-0', '102 orders-1']);
    await expectSafe(scene);
  });

  test('that is deleted before any of five terms was reported is followed by a higher one', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1']);
    const matching = within(scene, isWriteOf(activeStandbyServices, 'status'));
    const effect = { type: 'refuse', status: 403, reason: 'Forbidden' } as const;
    const refusal = stage.proxy.inject({ moment: 'before', effect, matching, times: Infinity });
    await createAsvc(scene);
    await untilPublished(scene, { pod: 'orders-0', term: 1 });
    for (const term of [2, 3, 4, 5]) {
      const [next, last] = term % 2 === 0 ? ['orders-1', 'orders-0'] : ['orders-0', 'orders-1'];
      await setReady(scene, next ?? '', true);
      await setReady(scene, last ?? '', false);
      await untilPublished(scene, { pod: next, term });
    }
    await whileAway(stage, () => deleteSlice(scene));
    await untilPublished(scene, { pod: 'orders-0', term: 101 });
    stage.proxy.remove(refusal);
    await untilServing(scene, 'orders-0', 101);
    await setReady(scene, 'orders-1', true);
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 102);
    await expectSafe(scene);
  });

  test('that is damaged before the first term was reported gives the next pod another term', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1']);
    const sliceWrite = { moment: 'after', matching: within(scene, isWriteOf(endpointSlices)) } as const;
    await crashAt(stage, sliceWrite, () => createAsvc(scene));
    const byHand = await tamper(scene, () => ({ metadata: { annotations: null } }));
    await setReady(scene, 'orders-0', false);
    await stage.operator.start();
    await untilServing(scene, 'orders-1', 101);
    await expectReported(scene, ['101 orders-1']);
    await expectSafe(scene, [byHand]);
  });
});
