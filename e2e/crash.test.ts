// The operator is killed at each of its writes, before and after the write is committed, and started again.
import { expect, test } from '@jest/globals';
import { isWriteOf, type Matching } from './cluster/proxiedRequest.ts';
import { activeStandbyServices, endpointSlices, events, services } from './cluster/resources.ts';
import { crashAt } from './support/crash.ts';
import { describeOnProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPods, openScene, setReady } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { expectReported } from './support/reported.ts';

const sliceWrite = { write: 'the EndpointSlice', matching: isWriteOf(endpointSlices) };
const eventWrite = { write: 'the Event', matching: isWriteOf(events) };
const statusWrite = { write: 'the status', matching: isWriteOf(activeStandbyServices, 'status') };
const serviceWrite = { write: 'the Service', matching: isWriteOf(services) };

/** From a Service alone it is unknown whether the slice was deleted or never existed. */
function leavesOnlyService(write: string, moment: 'before' | 'after'): boolean {
  return write === (moment === 'after' ? serviceWrite : sliceWrite).write;
}

function atBothMoments(writes: readonly { write: string; matching: Matching }[]) {
  return writes.flatMap((write) => (['before', 'after'] as const).map((moment) => ({ ...write, moment })));
}

describeOnProxiedStage('an operator that is killed', (stage) => {
  test.each(atBothMoments([serviceWrite, sliceWrite, eventWrite, statusWrite]))(
    'right $moment it writes $write of a first election, makes that election once',
    async ({ write, moment, matching }) => {
      const scene = await openScene(stage.plane);
      await createReadyPods(scene, ['orders-0', 'orders-1']);
      await crashAt(stage, { moment, matching: within(scene, matching) }, () => createAsvc(scene));
      await stage.operator.start();
      const term = leavesOnlyService(write, moment) ? 101 : 1;
      await untilServing(scene, 'orders-0', term);
      await expectReported(scene, [`${term} orders-0`]);
      expect(await publications(scene)).toEqual([`${term} orders-0`]);
      await expectSafe(scene);
    },
    30_000,
  );

  test.each(atBothMoments([sliceWrite, eventWrite, statusWrite]))(
    'right $moment it writes $write of a failover, makes that failover once',
    async ({ moment, matching }) => {
      const scene = await openServingScene(stage.plane);
      await crashAt(stage, { moment, matching: within(scene, matching) }, () => setReady(scene, 'orders-0', false));
      await stage.operator.start();
      await untilServing(scene, 'orders-1', 2);
      await expectReported(scene, ['1 orders-0', '2 orders-1']);
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1']);
      await expectSafe(scene);
    },
    30_000,
  );

  test('after a failover that was not reported, reports it although another one follows at once', async () => {
    const scene = await openServingScene(stage.plane);
    await crashAt(stage, { moment: 'after', matching: within(scene, isWriteOf(endpointSlices)) }, () =>
      setReady(scene, 'orders-0', false),
    );
    await setReady(scene, 'orders-1', false);
    await stage.operator.start();
    await untilServing(scene, 'orders-2', 3);
    await expectReported(scene, ['1 orders-0', '2 orders-1', '3 orders-2']);
    await expectSafe(scene);
  }, 30_000);
});
