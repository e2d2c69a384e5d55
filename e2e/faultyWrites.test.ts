// Writes of the operator are repeated, refused, late, or their responses are lost. Each election still happens once.
import { expect, test } from '@jest/globals';
import type { AuditedRequest, AuditMark } from './cluster/audit.ts';
import type { Fault, InjectedFault } from './cluster/faults.ts';
import { isWriteOf, type Matching } from './cluster/proxiedRequest.ts';
import { activeStandbyServices, endpointSlices, events, services } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import { describeOnProxiedStage } from './support/onStage.ts';
import { within } from './support/proxiedStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPods, openScene, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { expectReported } from './support/reported.ts';

const refusal = (status: number, reason: string) => ({ type: 'refuse', status, reason }) as const;

const mishaps: readonly (Pick<Fault, 'moment' | 'effect'> & { readonly mishap: string })[] = [
  { mishap: 'is repeated, and the second response counts', moment: 'before', effect: { type: 'repeat' } },
  { mishap: 'is repeated, and the first response counts', moment: 'after', effect: { type: 'repeat' } },
  { mishap: 'is refused with a 500', moment: 'before', effect: refusal(500, 'InternalError') },
  { mishap: 'is committed but answered with a 500', moment: 'after', effect: refusal(500, 'InternalError') },
  { mishap: 'is committed but not answered', moment: 'after', effect: { type: 'kill', kill: () => undefined } },
  { mishap: 'is refused as a conflict', moment: 'before', effect: refusal(409, 'Conflict') },
  {
    mishap: 'is refused with Retry-After',
    moment: 'before',
    effect: { ...refusal(429, 'TooManyRequests'), retryAfterSeconds: 1 },
  },
];

const writesOfAFailover = [
  { write: 'the EndpointSlice', matching: isWriteOf(endpointSlices) },
  { write: 'the status', matching: isWriteOf(activeStandbyServices, 'status') },
  { write: 'the Event', matching: isWriteOf(events) },
];

const writesOfAFirstElection = [{ write: 'the Service', matching: isWriteOf(services) }, ...writesOfAFailover];

function mishapsOf(writes: readonly { write: string; matching: Matching }[]) {
  const all = writes.flatMap((write) => mishaps.map((mishap) => ({ ...mishap, ...write })));
  // An Event with a unique name is created or exists already; there is no other conflict.
  return all.filter(({ write, mishap }) => !(write === 'the Event' && mishap.includes('conflict')));
}

describeOnProxiedStage('when a write fails', (stage) => {
  function injectInto(scene: Scene, fault: Fault & { matching: Matching }): InjectedFault {
    return stage.proxy.inject({ ...fault, matching: within(scene, fault.matching) });
  }

  /** The operator's writes of the slice that were answered since the mark, in order. */
  async function sliceWrites({ namespace }: Scene, mark: AuditMark): Promise<readonly AuditedRequest[]> {
    const writes = await stage.audit.mutatingRequests(operatorUser, mark);
    return writes.filter((write) => write.resource === endpointSlices.plural && write.namespace === namespace);
  }

  async function nextSliceWrite(scene: Scene, mark: AuditMark): Promise<AuditedRequest> {
    for (;;) {
      const [write] = await sliceWrites(scene, mark);
      if (write !== undefined) return write;
    }
  }

  // First, because it takes as long as the operator's deadline; the others run meanwhile.
  test.concurrent(
    'a late write of an EndpointSlice delays no other object, and changes nothing when it arrives',
    async () => {
      const [scene, other] = [await openServingScene(stage.plane), await openServingScene(stage.plane)];
      const { promise: until, resolve: release } = Promise.withResolvers<void>();
      const matching = isWriteOf(endpointSlices);
      const fault = injectInto(scene, { moment: 'before', effect: { type: 'delay', until }, matching });
      await setReady(scene, 'orders-0', false);
      await fault.hit;
      await setReady(other, 'orders-0', false);
      await untilServing(other, 'orders-1', 2);
      // The operator's deadline passes, and it writes again.
      await untilServing(scene, 'orders-1', 2);
      await setReady(scene, 'orders-1', false);
      await untilServing(scene, 'orders-2', 3);
      const mark = await stage.audit.mark();
      release();
      expect(await nextSliceWrite(scene, mark)).toMatchObject({ code: 409 });
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1', '3 orders-2']);
      await expectSafe(scene);
    },
    30_000,
  );

  test.concurrent.each(mishapsOf(writesOfAFirstElection))(
    '$write of a first election $mishap: it happens once',
    async ({ moment, effect, matching }) => {
      const scene = await openScene(stage.plane);
      const fault = injectInto(scene, { moment, effect, matching });
      await createReadyPods(scene, ['orders-0', 'orders-1']);
      await createAsvc(scene);
      await untilServing(scene, 'orders-0', 1);
      await expectReported(scene, ['1 orders-0']);
      expect(fault.hits).toBe(1);
      expect(await publications(scene)).toEqual(['1 orders-0']);
      await expectSafe(scene);
    },
  );

  test.concurrent.each(mishapsOf(writesOfAFailover))(
    '$write of a failover $mishap: it happens once',
    async ({ moment, effect, matching }) => {
      const scene = await openServingScene(stage.plane);
      const fault = injectInto(scene, { moment, effect, matching });
      await setReady(scene, 'orders-0', false);
      await untilServing(scene, 'orders-1', 2);
      await expectReported(scene, ['1 orders-0', '2 orders-1']);
      expect(fault.hits).toBe(1);
      expect(await publications(scene)).toEqual(['1 orders-0', '2 orders-1']);
      await expectSafe(scene);
    },
  );

  test('Retry-After is respected', async () => {
    const scene = await openServingScene(stage.plane);
    // A pending report of the first election would trigger the operator too early.
    await expectReported(scene, ['1 orders-0']);
    const mark = await stage.audit.mark();
    const effect = { ...refusal(429, 'TooManyRequests'), retryAfterSeconds: 2 };
    const fault = injectInto(scene, { moment: 'before', effect, matching: isWriteOf(endpointSlices) });
    const refusedAtMs = fault.hit.then(() => Date.now());
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    const { receivedAt } = await nextSliceWrite(scene, mark);
    expect(Date.parse(receivedAt) - (await refusedAtMs)).toBeGreaterThanOrEqual(1900);
  });

  test.concurrent('a late status delays no failover, and reports all of them', async () => {
    const scene = await openServingScene(stage.plane);
    const { promise: until, resolve: release } = Promise.withResolvers<void>();
    const matching = isWriteOf(activeStandbyServices, 'status');
    const fault = injectInto(scene, { moment: 'before', effect: { type: 'delay', until }, matching });
    await setReady(scene, 'orders-0', false);
    await fault.hit;
    await setReady(scene, 'orders-1', false);
    await untilPublished(scene, { pod: 'orders-2', term: 3 });
    release();
    await untilServing(scene, 'orders-2', 3);
    await expectReported(scene, ['1 orders-0', '2 orders-1', '3 orders-2']);
    await expectSafe(scene);
  });
});
