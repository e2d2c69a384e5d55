// Two replicas, of which one leads. However its leadership ends, the other one continues, and nothing is done twice.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Lease } from '../src/kube/leaderElection/lease.ts';
import type { AuditedRequest } from './cluster/audit.ts';
import { eventually } from './cluster/eventually.ts';
import type { InjectedFault } from './cluster/faults.ts';
import { deleteObject, getObject } from './cluster/objects.ts';
import { isWrite, isWriteOf } from './cluster/proxiedRequest.ts';
import { endpointSlices, leases } from './cluster/resources.ts';
import { untilPublished } from './support/published.ts';
import {
  LEASE_DURATION_MS,
  leaseObject,
  startReplicas,
  untilLeads,
  type Replica,
  type Replicas,
} from './support/replicas.ts';
import { expectSafe, publications } from './support/safety.ts';
import { setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { auditOf } from './support/stage.ts';
import { expectReported } from './support/reported.ts';

jest.setTimeout(60_000);

/** The limit from a leader's end to its successor's first write; the figure itself is only printed. */
const PATIENCE_MS = LEASE_DURATION_MS + 2000;

/** The leader's next write of the slice waits for `release`. */
function holdSliceWrite({ proxy }: Replica): { fault: InjectedFault; release: () => void } {
  const { promise: until, resolve: release } = Promise.withResolvers<void>();
  const fault = proxy.inject({
    moment: 'before',
    effect: { type: 'delay', until },
    matching: isWriteOf(endpointSlices),
  });
  return { fault, release };
}

describe('of two replicas', () => {
  let replicas: Replicas;
  let leader: Replica;
  let follower: Replica;
  let scene: Scene;

  beforeAll(async () => {
    replicas = await startReplicas();
  }, 60_000);

  afterAll(() => replicas?.stop());

  beforeEach(async () => {
    ({ leader, follower } = await replicas.settle());
    scene = await openServingScene(replicas.plane);
  });

  async function writesOf({ user }: Replica, mark: number): Promise<readonly AuditedRequest[]> {
    const writes = await auditOf(replicas.plane).mutatingRequests(user, mark);
    return writes.filter(({ resource }) => resource !== leases.plural);
  }

  async function expectOnce(elections: readonly string[]): Promise<void> {
    await expectReported(scene, elections);
    expect(await publications(scene)).toEqual(elections);
    await expectSafe(scene);
  }

  test('one writes; the other is ready, too, and logs the leader', async () => {
    const mark = await auditOf(replicas.plane).mark();
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    expect(await writesOf(follower, mark)).toEqual([]);
    expect(await follower.operator.health('readyz')).toBe(200);
    expect(await leader.operator.metrics()).toMatch(/^activestandby_leader 1$/m);
    expect(await follower.operator.metrics()).toMatch(/^activestandby_leader 0$/m);
    expect(follower.operator.logs()).toContainEqual(
      expect.objectContaining({ leader: expect.stringContaining(leader.user) }),
    );
  });

  test('both have every permission that they use', async () => {
    // The first renewal follows a retry period after the Lease was taken.
    await eventually<Lease>(replicas.plane.api, leaseObject, ({ spec }) => {
      expect(spec?.renewTime).not.toBe(spec?.acquireTime);
    });
    const audit = auditOf(replicas.plane);
    const requests = await Promise.all(replicas.all.map(({ user }) => audit.requests(user, 0)));
    expect(requests.flat().filter(({ code }) => code === 403)).toEqual([]);
    // A read of /version, of no resource, keeps a connection for calls open.
    expect(requests.map((own) => own.some(({ resource }) => resource === ''))).toEqual([true, true]);
    // Watches are in the audit log only once they have ended.
    const verbs = requests.flat().flatMap(({ resource, verb }) => (resource === 'leases' ? [verb] : []));
    expect(verbs).toEqual(expect.arrayContaining(['create', 'get', 'list', 'update']));
  });

  test.each([
    { end: 'SIGKILL', exit: { code: null, signal: 'SIGKILL' } },
    { end: 'SIGTERM', exit: { code: 0, signal: null } },
  ] as const)('the other acts when the leader ends by $end, and nothing else changes', async ({ end, exit }) => {
    const quiet = await openServingScene(replicas.plane);
    const endedMs = performance.now();
    const ended = leader.operator.process.stop(end);
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    const afterMs = performance.now() - endedMs;
    process.stdout.write(`${end} of the leader: the next one has published after ${afterMs.toFixed(0)} ms\n`);
    expect(afterMs).toBeLessThan(PATIENCE_MS);
    expect(await ended).toEqual(exit);
    await expectOnce(['1 orders-0', '2 orders-1']);
    expect(await publications(quiet)).toEqual(['1 orders-0']);
  });

  test('one that was stopped with a write in flight, and continues when another leads, changes nothing', async () => {
    const { fault, release } = holdSliceWrite(leader);
    await setReady(scene, 'orders-0', false);
    await fault.hit;
    leader.operator.process.kill('SIGSTOP');
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await setReady(scene, 'orders-1', false);
    await untilServing(scene, 'orders-2', 3);
    const mark = await auditOf(replicas.plane).mark();
    const lines = leader.operator.logs().length;
    leader.operator.process.kill('SIGCONT');
    release();
    await leader.operator.untilLogged('lost leadership', lines);
    await expectConflict(leader, mark);
    expect(await leader.operator.metrics()).toMatch(/^activestandby_leader 0$/m);
    await expectOnce(['1 orders-0', '2 orders-1', '3 orders-2']);
  });

  test('one that gets SIGTERM finishes its write before it releases the Lease', async () => {
    const { fault, release } = holdSliceWrite(leader);
    await setReady(scene, 'orders-0', false);
    await fault.hit;
    const ended = leader.operator.stop();
    await leader.operator.untilLogged('stopping');
    expect((await getObject<Lease>(replicas.plane.api, leases, leaseObject))?.spec?.holderIdentity).toContain(
      leader.user,
    );
    release();
    expect(await ended).toEqual({ code: 0, signal: null });
    const writes = leader.proxy.requests.filter(isWrite).map(({ path, body }) => ({ path, body }));
    const end = { path: expect.stringContaining('/leases/'), body: expect.stringContaining('"holderIdentity":""') };
    expect(writes.at(-1)).toEqual(end);
    await untilLeads(replicas.plane, follower);
    await expectOnce(['1 orders-0', '2 orders-1']);
  });

  test('one whose last write is not answered stops all the same, and does not release the Lease', async () => {
    const { fault, release } = holdSliceWrite(leader);
    await setReady(scene, 'orders-0', false);
    await fault.hit;
    const startMs = performance.now();
    expect(await leader.operator.stop()).toEqual({ code: 0, signal: null });
    process.stdout.write(`stopped without an answer after ${(performance.now() - startMs).toFixed(0)} ms\n`);
    expect((await getObject<Lease>(replicas.plane.api, leases, leaseObject))?.spec?.holderIdentity).toContain(
      leader.user,
    );
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    const mark = await auditOf(replicas.plane).mark();
    release();
    await expectConflict(leader, mark);
    await expectOnce(['1 orders-0', '2 orders-1']);
  });

  test('one that gets SIGTERM twice ends at once', async () => {
    const { fault, release } = holdSliceWrite(leader);
    await setReady(scene, 'orders-0', false);
    await fault.hit;
    const logged = leader.operator.logs().length;
    const ended = leader.operator.stop();
    await leader.operator.untilLogged('stopping', logged);
    leader.operator.process.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    release();
    await untilServing(scene, 'orders-1', 2);
    await expectSafe(scene);
  });

  test('one that was disconnected for a while leads again later, and knows the writes of the other', async () => {
    const { pid } = leader.operator.process;
    leader.proxy.gate.freeze();
    await untilLeads(replicas.plane, follower);
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    leader.proxy.gate.thaw();
    leader.proxy.gate.cut();
    follower.operator.kill();
    await setReady(scene, 'orders-1', false);
    await untilServing(scene, 'orders-2', 3);
    expect(leader.operator.process).toMatchObject({ pid, exit: undefined });
    await expectOnce(['1 orders-0', '2 orders-1', '3 orders-2']);
  });

  test('the leader recreates a Lease that another client deletes, and continues', async () => {
    const deleted = await getObject<Lease>(replicas.plane.api, leases, leaseObject);
    await deleteObject(replicas.plane.api, leases, leaseObject);
    const made = await untilLeads(replicas.plane, leader);
    expect(made.spec?.holderIdentity).toBe(deleted?.spec?.holderIdentity);
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    expect(await follower.operator.metrics()).toMatch(/^activestandby_leader 0$/m);
    await expectOnce(['1 orders-0', '2 orders-1']);
  });

  /** Waits for the response to the write that was in flight. */
  async function expectConflict(replica: Replica, mark: number): Promise<void> {
    for (;;) {
      const writes = await writesOf(replica, mark);
      if (writes.length === 0) continue;
      expect(writes.map(({ resource, code }) => `${resource} ${code}`)).toEqual(['endpointslices 409']);
      return;
    }
  }
});
