import { describe, expect, test } from '@jest/globals';
import { leases } from '../../../src/kube/leaderElection/lease.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { ApiModel } from '../../support/model/apiModel.ts';
import { cutOff, refuse } from '../../support/model/fault.ts';
import { Contender, leaseName, leaseOf, timing, type ContenderOptions } from '../../support/operator/contender.ts';

const any = (): boolean => true;

class Arena {
  readonly world = new FakeClock();
  readonly model = new ApiModel(() => this.world.wallMs());

  join(identity: string, options: Partial<ContenderOptions> = {}): Contender {
    return new Contender({ identity, model: this.model, world: this.world, ...options });
  }

  /** A leads, and B follows. */
  async withLeader(): Promise<{ a: Contender; b: Contender }> {
    const a = this.join('a');
    await this.world.advance(100);
    const b = this.join('b');
    await this.world.advance(100);
    return { a, b };
  }

  /** How long until it leads. */
  async untilLeads(contender: Contender): Promise<number> {
    const startMs = this.world.monotonicMs();
    while (!contender.leads && this.world.monotonicMs() - startMs < 60_000) await this.world.advance(10);
    return this.world.monotonicMs() - startMs;
  }

  async stop(contender: Contender, options: { readonly release: boolean }): Promise<void> {
    const stopped = contender.stop(options);
    await this.world.advance(200);
    await stopped;
  }

  patch(spec: object): void {
    const lease = this.model.get(leases, leaseName);
    this.model.update(leases, { ...lease, spec: { ...leaseOf(this.model), ...spec } });
  }
}

describe('a Lease without a holder', () => {
  test('is created and acquired by the first candidate', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    await arena.world.advance(0);
    expect(a.leads).toBe(true);
    expect(leaseOf(arena.model)).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 3,
      leaseTransitions: 0,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:00.000000Z',
    });
  });

  test('is held from the time of the request, however late the response is', async () => {
    const arena = new Arena();
    const a = arena.join('a', { latencyMs: () => 50 });
    await arena.world.advance(160);
    a.clock.pause();
    await arena.world.advance(4000);
    a.clock.continue();
    await arena.world.advance(0);
    expect(leaseOf(arena.model).holderIdentity).toBe('a');
    expect(a.transitions).toEqual([]);
  });

  test('is acquired by only one of two concurrent candidates', async () => {
    const arena = new Arena();
    const both = [arena.join('a'), arena.join('b')];
    await arena.world.advance(20_000);
    expect(both.map(({ leads }) => leads)).toEqual([true, false]);
    expect(both.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

/** How long the next requests take to the API server, in their order. */
async function withSlowRenewals(latenciesMs: readonly number[]): Promise<{ arena: Arena; a: Contender }> {
  const arena = new Arena();
  const waiting: number[] = [];
  const a = arena.join('a', { latencyMs: () => waiting.shift() ?? 0 });
  // Between two renewals.
  await arena.world.advance(10.5 * timing.retryPeriodMs);
  waiting.push(...latenciesMs);
  return { arena, a };
}

const NEVER_MS = 60_000;

describe('a leader', () => {
  test('renews the Lease once in each retry period and stays the leader', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    await arena.world.advance(60_000);
    const { acquireTime, renewTime, leaseTransitions } = leaseOf(arena.model);
    expect([acquireTime, leaseTransitions]).toEqual(['2026-01-01T00:00:00.000000Z', 0]);
    expect(renewTime).toMatch(/^2026-01-01T00:01:00\.[0-9]{6}Z$/);
    expect(a.client.writes).toHaveLength(1 + Math.floor(60_200 / timing.retryPeriodMs));
    expect(a.transitions).toEqual(['gained']);
  });

  test('stays the leader while the API server is down for less than the renew deadline', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    const heal = a.client.inject(refuse(503, any));
    await arena.world.advance(2000);
    heal();
    await arena.world.advance(10_000);
    expect(a.transitions).toEqual(['gained']);
  });

  test('that cannot renew resigns at the renew deadline, before another process can lead', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    a.client.inject(cutOff('before', any));
    const lostAfterMs = async (): Promise<number> => {
      const startMs = arena.world.monotonicMs();
      while (a.leads) await arena.world.advance(10);
      return arena.world.monotonicMs() - startMs;
    };
    expect(await lostAfterMs()).toBeLessThanOrEqual(timing.renewDeadlineMs);
    expect(b.leads).toBe(false);
    expect(a.transitions).toEqual(['gained', 'lost: the Lease was not renewed in time']);
    expect(await arena.untilLeads(b)).toBeGreaterThanOrEqual(timing.leaseDurationMs - timing.renewDeadlineMs);
    expect(leaseOf(arena.model)).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
  });

  test('whose renewals take effect without a response continues with the version that they wrote', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    const heal = a.client.inject(cutOff('after', ({ verb }) => verb === 'update'));
    await arena.world.advance(2000);
    heal();
    await arena.world.advance(10_000);
    expect(a.transitions).toEqual(['gained']);
  });

  test('that meets its own earlier write renews at once', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    a.watches = false;
    const heal = a.client.inject(cutOff('after', ({ verb }) => verb === 'update'));
    await arena.world.advance(timing.retryPeriodMs);
    heal();
    const { renewTime } = leaseOf(arena.model);
    await arena.world.advance(timing.retryPeriodMs);
    expect(Date.parse(leaseOf(arena.model).renewTime ?? '') - Date.parse(renewTime ?? '')).toBe(timing.retryPeriodMs);
  });

  test.each([0, 0.2, 0.4, 0.6, 0.8, 0.99])(
    'keeps the Lease while the API server is frozen for two seconds, from %d retry periods after a renewal on',
    async (periods) => {
      const arena = new Arena();
      let thawsMs = 0;
      const latencyMs = (): number => Math.max(thawsMs - arena.world.monotonicMs(), 0);
      const [a, b] = [arena.join('a', { latencyMs }), arena.join('b', { latencyMs })];
      await arena.world.advance((10 + periods) * timing.retryPeriodMs);
      thawsMs = arena.world.monotonicMs() + 2000;
      await arena.world.advance(10_000);
      expect([a.transitions, b.transitions]).toEqual([['gained'], []]);
    },
  );

  test('counts a renewal that is answered late, and waits for no other', async () => {
    const { arena, a } = await withSlowRenewals([1700, NEVER_MS]);
    await arena.world.advance(10_000);
    expect(a.transitions).toEqual(['gained']);
  });

  test('leads on when a renewal is answered after a later one', async () => {
    const arena = new Arena();
    const lateMs: number[] = [];
    const a = arena.join('a', { latencyMs: (way) => (way === 'back' ? (lateMs.shift() ?? 0) : 0) });
    await arena.world.advance(10.5 * timing.retryPeriodMs);
    lateMs.push(2400, ...Array<number>(30).fill(200));
    await arena.world.advance(10_000);
    expect(a.transitions).toEqual(['gained']);
  });

  test.each([1300, 1400, 1900])('is replaced when all its answers are late by %d ms', async (lateMs) => {
    const arena = new Arena();
    let backMs = 0;
    const a = arena.join('a', { latencyMs: (way) => (way === 'back' ? backMs : 0) });
    await arena.world.advance(100);
    const b = arena.join('b');
    await arena.world.advance(1000);
    backMs = lateMs;
    await arena.world.advance(30_000);
    expect([a.leads, b.leads]).toEqual([false, true]);
    expect(b.transitions).toEqual(['gained']);
  });

  test('leads for the renew deadline from when it sent the last renewal, however late the answer is', async () => {
    const { arena, a } = await withSlowRenewals([0, 0, 2000]);
    const b = arena.join('b');
    // The request and its watch event take no time, the answer does. The renewal is sent half a retry period from now.
    await arena.world.advance(timing.retryPeriodMs);
    a.client.inject(cutOff('before', any));
    await arena.world.advance(timing.renewDeadlineMs - timing.retryPeriodMs);
    expect([a.leads, b.leads]).toEqual([true, false]);
    await arena.world.advance(timing.retryPeriodMs / 2);
    expect([a.leads, b.leads]).toEqual([false, false]);
  });

  test('renews again, on another connection, when a renewal is not answered soon', async () => {
    const { arena, a } = await withSlowRenewals([NEVER_MS]);
    await arena.world.advance(10_000);
    expect(a.transitions).toEqual(['gained']);
  });

  test('that was paused for too long knows that it lost leadership as soon as it continues', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    a.clock.pause();
    await arena.world.advance(timing.renewDeadlineMs + 1);
    // Before any timer or event has come through.
    expect(a.leads).toBe(false);
    await arena.untilLeads(b);
    a.clock.continue();
    await arena.world.advance(10_000);
    expect([a.leads, b.leads]).toEqual([false, true]);
    expect(a.transitions).toHaveLength(2);
  });

  test('resigns when its watch shows another holder', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    arena.patch({ holderIdentity: 'another' });
    await arena.world.advance(0);
    expect(a.transitions).toEqual(['gained', 'lost: another acquired the Lease']);
  });

  test('resigns at its next renewal when its watch does not show the other holder', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    a.watches = false;
    arena.patch({ holderIdentity: 'another client' });
    await arena.world.advance(timing.retryPeriodMs);
    expect(a.transitions).toEqual(['gained', 'lost: another client acquired the Lease']);
  });

  test('creates a deleted Lease again before any other process', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    arena.model.delete(leases, leaseName);
    await arena.world.advance(10_000);
    expect([a.transitions, b.transitions]).toEqual([['gained'], []]);
    expect(leaseOf(arena.model).holderIdentity).toBe('a');
  });

  test('stays the leader when another client labels the Lease', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    const { metadata, ...lease } = arena.model.get(leases, leaseName);
    arena.model.update(leases, { ...lease, metadata: { ...metadata, labels: { team: 'shop' } } });
    await arena.world.advance(10_000);
    expect(a.transitions).toEqual(['gained']);
    expect(arena.model.get(leases, leaseName).metadata.labels).toEqual({ team: 'shop' });
  });

  test('does not lead again before the work of its last leadership has ended', async () => {
    const arena = new Arena();
    const windUp = Promise.withResolvers<void>();
    const a = arena.join('a', { lead: () => windUp.promise });
    await arena.world.advance(0);
    const heal = a.client.inject(refuse(503, any));
    await arena.world.advance(10_000);
    heal();
    await arena.world.advance(10_000);
    expect(a.transitions).toEqual(['gained', 'lost: the Lease was not renewed in time']);
    windUp.resolve();
    await arena.world.advance(1000);
    expect(a.transitions.at(-1)).toBe('gained');
  });
});

describe('a follower', () => {
  test('acquires the Lease one lease duration after the last renewal that it saw, and soon after it', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.world.advance(10_000);
    a.kill();
    const afterMs = await arena.untilLeads(b);
    expect(afterMs).toBeGreaterThan(timing.leaseDurationMs - timing.retryPeriodMs);
    expect(afterMs).toBeLessThanOrEqual(timing.leaseDurationMs + 100);
  });

  test('acquires a released Lease at once', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.stop(a, { release: true });
    expect(await arena.untilLeads(b)).toBeLessThanOrEqual(10);
    expect(leaseOf(arena.model)).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1, leaseDurationSeconds: 3 });
  });

  test('waits for the duration that the holder has set, not for its own', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    a.kill();
    arena.patch({ leaseDurationSeconds: 20 });
    expect(await arena.untilLeads(b)).toBeGreaterThanOrEqual(20_000);
  });

  test('does not acquire a renewed Lease while its watch is silent', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    b.watches = false;
    await arena.world.advance(60_000);
    expect([a.transitions, b.transitions]).toEqual([['gained'], []]);
  });

  test('uses only its own clock', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    for (const jumpMs of [3_600_000, -7_200_000]) {
      a.clock.jumpWall(jumpMs);
      b.clock.jumpWall(-jumpMs);
      await arena.world.advance(10_000);
    }
    expect([a.transitions, b.transitions]).toEqual([['gained'], []]);
    arena.patch({ renewTime: '1999-01-01T00:00:00.000000Z' });
    await arena.world.advance(10_000);
    expect([a.transitions, b.transitions]).toEqual([['gained'], []]);
  });

  test('without the permission to read the Lease reports it and retries', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    const heal = a.client.inject(refuse(403, any));
    await arena.world.advance(5000);
    expect(a.errors.length).toBeGreaterThan(2);
    heal();
    await arena.world.advance(1300);
    expect(a.transitions).toEqual(['gained']);
  });
});

describe('a process that stops', () => {
  test('releases the Lease and keeps its other fields', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    await arena.world.advance(3000);
    await arena.stop(a, { release: true });
    expect(leaseOf(arena.model)).toMatchObject({ holderIdentity: '', leaseTransitions: 0 });
    expect(a.transitions).toEqual(['gained', 'lost: this process is stopping']);
    expect(arena.world.pending).toBe(0);
  });

  test('lets the Lease expire when it must not be released', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.stop(a, { release: false });
    expect(leaseOf(arena.model).holderIdentity).toBe('a');
    expect(await arena.untilLeads(b)).toBeGreaterThan(timing.renewDeadlineMs);
  });

  test('releases a Lease that it was just acquiring', async () => {
    const arena = new Arena();
    const a = arena.join('a', { latencyMs: () => 50 });
    await arena.world.advance(160);
    await arena.stop(a, { release: true });
    expect(leaseOf(arena.model).holderIdentity).toBe('');
    expect(a.transitions).toEqual([]);
  });

  test('releases the Lease although the response to the last renewal was lost', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    await arena.world.advance(500);
    const heal = a.client.inject(cutOff('after', ({ verb }) => verb === 'update'));
    await arena.world.advance(1000);
    heal();
    await arena.stop(a, { release: true });
    expect(leaseOf(arena.model).holderIdentity).toBe('');
  });

  test('does not release the Lease of another process', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.stop(b, { release: true });
    expect(b.client.writes).toEqual([]);
    expect(a.leads).toBe(true);
  });
});

/** The sets of leaders seen from now on. */
async function leaders(arena: Arena, contenders: readonly Contender[], forMs: number): Promise<readonly string[]> {
  const seen = new Set<string>();
  for (let passedMs = 0; passedMs < forMs; passedMs += 50) {
    await arena.world.advance(50);
    seen.add(
      contenders
        .filter(({ leads }) => leads)
        .map(({ identity }) => identity)
        .join(' and '),
    );
  }
  return [...seen].filter((names) => names !== '');
}

describe('a Lease after a rollback of the stored data', () => {
  test.each(['at once', 'never'])('never has two leaders when its holder learns of the rollback %s', async (when) => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    const copy = arena.model.storage.copy();
    // For some time b leads, and a keeps its identity.
    a.clock.pause();
    await arena.untilLeads(b);
    a.clock.continue();
    await arena.world.advance(3000);
    copy();
    if (when === 'at once') a.hearOfRollback();
    const seen = await leaders(arena, [a, b], 20_000);
    expect(seen).not.toContain('a and b');
    expect(seen.length).toBeGreaterThan(0);
  });

  test('stays with a leader that is also the holder in the copy', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    const copy = arena.model.storage.copy();
    await arena.world.advance(5000);
    copy();
    b.hearOfRollback();
    expect(await leaders(arena, [a, b], 20_000)).toEqual(['a']);
    expect(a.transitions).toEqual(['gained']);
  });

  test('is created again when it was missing in the copy', async () => {
    const arena = new Arena();
    const copy = arena.model.storage.copy();
    const a = arena.join('a');
    await arena.world.advance(5000);
    copy();
    expect(await leaders(arena, [a], 20_000)).toEqual(['a']);
  });
});
