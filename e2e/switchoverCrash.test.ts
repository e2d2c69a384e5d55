// A requested switchover is made exactly once, wherever the operator is killed and whichever write fails.
import { expect, test } from '@jest/globals';
import { crashAt, whileAway } from './support/crash.ts';
import type { Fault } from './cluster/faults.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { activeStandbyServices, endpointSlices, events } from './cluster/resources.ts';
import { describeOnProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import type { Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { cancelSwitchover, requestSwitchover, untilAnswered } from './support/switchover.ts';
import { expectAnswersReported, expectReported } from './support/reported.ts';

const writes = [
  { write: 'the EndpointSlice', matching: isWriteOf(endpointSlices) },
  { write: 'the Event', matching: isWriteOf(events) },
  { write: 'the status', matching: isWriteOf(activeStandbyServices, 'status') },
];

const crashes = writes.flatMap((write) => (['before', 'after'] as const).map((moment) => ({ ...write, moment })));

const mishaps: readonly (Pick<Fault, 'moment' | 'effect'> & { readonly mishap: string })[] = [
  { mishap: 'is doubled', moment: 'before', effect: { type: 'repeat' } },
  { mishap: 'is committed but not answered', moment: 'after', effect: { type: 'kill', kill: () => undefined } },
  {
    mishap: 'is refused as a conflict',
    moment: 'before',
    effect: { type: 'refuse', status: 409, reason: 'Conflict' },
  },
];

function ask(scene: Scene, requestID: string, targetPod: string): Promise<unknown> {
  return requestSwitchover(scene, { requestID, targetPod });
}

async function expectMovedOnce(scene: Scene): Promise<void> {
  await untilServing(scene, 'orders-2', 2);
  const { switchover } = await untilAnswered(scene, { requestID: 'a', state: 'Completed' });
  expect(switchover?.handledRequestIDs).toEqual(['a']);
  await expectReported(scene, ['1 orders-0', '2 orders-2']);
  await expectAnswersReported(scene, 1);
  expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-2']);
  await expectSafe(scene);
}

describeOnProxiedStage('a switchover', (stage) => {
  test.each(crashes)(
    'of an operator that is killed right $moment it writes $write is made once',
    async ({ moment, matching }) => {
      const scene = await openServingScene(stage.plane);
      await expectReported(scene, ['1 orders-0']);
      await crashAt(stage, { moment, matching: within(scene, matching) }, () => ask(scene, 'a', 'orders-2'));
      await stage.operator.start();
      await expectMovedOnce(scene);
    },
  );

  test.each(mishaps)('whose EndpointSlice $mishap is made once', async ({ moment, effect }) => {
    const scene = await openServingScene(stage.plane);
    const matching = within(scene, isWriteOf(endpointSlices));
    const fault = stage.proxy.inject({ moment, effect, matching });
    await ask(scene, 'a', 'orders-2');
    await expectMovedOnce(scene);
    expect(fault.hits).toBe(1);
  });

  test('that is requested before the previous one is reported follows it', async () => {
    const scene = await openServingScene(stage.plane);
    const { promise: until, resolve: release } = Promise.withResolvers<void>();
    const matching = within(scene, isWriteOf(activeStandbyServices, 'status'));
    const fault = stage.proxy.inject({ moment: 'before', effect: { type: 'delay', until }, matching });
    await ask(scene, 'a', 'orders-1');
    await fault.hit;
    await ask(scene, 'b', 'orders-2');
    release();
    await untilServing(scene, 'orders-2', 3);
    const { switchover } = await untilAnswered(scene, { requestID: 'b', state: 'Completed' });
    expect(switchover?.handledRequestIDs).toEqual(['a', 'b']);
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1', '3 orders-2']);
    await expectSafe(scene);
  });

  test('that was made but not reported is known from its EndpointSlice, also when it is requested again', async () => {
    const scene = await openServingScene(stage.plane);
    await crashAt(stage, { moment: 'after', matching: within(scene, isWriteOf(endpointSlices)) }, () =>
      ask(scene, 'a', 'orders-1'),
    );
    await ask(scene, 'b', 'orders-2');
    await stage.operator.start();
    await untilPublished(scene, { pod: 'orders-2', term: 3 });
    await untilAnswered(scene, { requestID: 'b', state: 'Completed' });
    await ask(scene, 'a', 'orders-1');
    await untilAnswered(scene, { requestID: 'a', state: 'Rejected', message: 'handled before' });
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1', '3 orders-2']);
    await expectSafe(scene);
  });

  test('that was removed while the operator was down is not made', async () => {
    const scene = await openServingScene(stage.plane);
    await whileAway(stage, async () => {
      await ask(scene, 'a', 'orders-1');
      await cancelSwitchover(scene);
    });
    await ask(scene, 'b', 'orders-2');
    await untilAnswered(scene, { requestID: 'b', state: 'Completed' });
    expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-2']);
    await expectSafe(scene);
  });
});
