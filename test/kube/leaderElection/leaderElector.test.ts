import { describe, expect, test } from '@jest/globals';
import { leases } from '../../../src/kube/leaderElection/lease.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { ApiModel } from '../../support/model/apiModel.ts';
import { cutOff, refuse } from '../../support/model/fault.ts';
import { Contender, leaseName, leaseOf, type ContenderOptions } from '../../support/operator/contender.ts';

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

describe('a Lease that nobody holds', () => {
  test('is made and held by the first who comes', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    await arena.world.advance(0);
    expect(a.leads).toBe(true);
    expect(leaseOf(arena.model)).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 6,
      leaseTransitions: 0,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:00.000000Z',
    });
  });

  test('is held from when it was asked for, however late the answer is heard', async () => {
    const arena = new Arena();
    const a = arena.join('a', { latencyMs: () => 50 });
    await arena.world.advance(160);
    a.clock.pause();
    await arena.world.advance(4000);
    a.clock.continue();
    await arena.world.advance(0);
    expect(leaseOf(arena.model).holderIdentity).toBe('a');
    expect(a.news).toEqual([]);
  });

  test('is one’s only, of two who try at the same moment', async () => {
    const arena = new Arena();
    const both = [arena.join('a'), arena.join('b')];
    await arena.world.advance(20_000);
    expect(both.map(({ leads }) => leads)).toEqual([true, false]);
    expect(both.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

describe('a leader', () => {
  test('renews the Lease about once a second, and stays what it is', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    await arena.world.advance(60_000);
    const { acquireTime, renewTime, leaseTransitions } = leaseOf(arena.model);
    expect([acquireTime, leaseTransitions]).toEqual(['2026-01-01T00:00:00.000000Z', 0]);
    expect(renewTime).toMatch(/^2026-01-01T00:01:00\.[0-9]{6}Z$/);
    expect(a.client.writes.length).toBeGreaterThan(50);
    expect(a.client.writes.length).toBeLessThan(76);
    expect(a.news).toEqual(['gained']);
  });

  test('survives an API server that is away for less than the renew deadline', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    const heal = a.client.inject(refuse(503, any));
    await arena.world.advance(2700);
    heal();
    await arena.world.advance(10_000);
    expect(a.news).toEqual(['gained']);
  });

  test('that cannot renew gives up at the renew deadline, before anybody else may lead', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    a.client.inject(cutOff('before', any));
    const lostAfterMs = async (): Promise<number> => {
      const startMs = arena.world.monotonicMs();
      while (a.leads) await arena.world.advance(10);
      return arena.world.monotonicMs() - startMs;
    };
    expect(await lostAfterMs()).toBeLessThanOrEqual(4000);
    expect(b.leads).toBe(false);
    expect(a.news).toEqual(['gained', 'lost: the Lease was not renewed in time']);
    expect(await arena.untilLeads(b)).toBeGreaterThan(1000);
    expect(leaseOf(arena.model)).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
  });

  test('whose renewals take effect but are not answered goes on with the version that they left', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    const heal = a.client.inject(cutOff('after', ({ verb }) => verb === 'update'));
    await arena.world.advance(2500);
    heal();
    await arena.world.advance(10_000);
    expect(a.news).toEqual(['gained']);
  });

  test('that was stopped for too long knows it at once when it goes on', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    a.clock.pause();
    await arena.world.advance(4001);
    // Before any timer or event has come through.
    expect(a.leads).toBe(false);
    await arena.untilLeads(b);
    a.clock.continue();
    await arena.world.advance(10_000);
    expect([a.leads, b.leads]).toEqual([false, true]);
    expect(a.news).toHaveLength(2);
  });

  test('resigns when it hears that the Lease is another’s', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    arena.patch({ holderIdentity: 'somebody' });
    await arena.world.advance(0);
    expect(a.news).toEqual(['gained', 'lost: somebody has taken the Lease']);
  });

  test('resigns at its next renewal when it does not hear of it', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    a.watches = false;
    arena.patch({ holderIdentity: 'somebody' });
    await arena.world.advance(1300);
    expect(a.news).toEqual(['gained', 'lost: somebody has taken the Lease']);
  });

  test('makes a Lease again that was deleted, and nobody else does', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    arena.model.delete(leases, leaseName);
    await arena.world.advance(10_000);
    expect([a.news, b.news]).toEqual([['gained'], []]);
    expect(leaseOf(arena.model).holderIdentity).toBe('a');
  });

  test('is not disturbed by a label that somebody puts on the Lease', async () => {
    const arena = new Arena();
    const { a } = await arena.withLeader();
    const { metadata, ...lease } = arena.model.get(leases, leaseName);
    arena.model.update(leases, { ...lease, metadata: { ...metadata, labels: { team: 'shop' } } });
    await arena.world.advance(10_000);
    expect(a.news).toEqual(['gained']);
    expect(arena.model.get(leases, leaseName).metadata.labels).toEqual({ team: 'shop' });
  });

  test('does not lead again before what it did as a leader has ended', async () => {
    const arena = new Arena();
    const windUp = Promise.withResolvers<void>();
    const a = arena.join('a', { lead: () => windUp.promise });
    await arena.world.advance(0);
    const heal = a.client.inject(refuse(503, any));
    await arena.world.advance(10_000);
    heal();
    await arena.world.advance(10_000);
    expect(a.news).toEqual(['gained', 'lost: the Lease was not renewed in time']);
    windUp.resolve();
    await arena.world.advance(1000);
    expect(a.news.at(-1)).toBe('gained');
  });
});

describe('a follower', () => {
  test('waits for the lease duration after the last renewal that it saw, and not for long after it', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.world.advance(10_000);
    a.kill();
    const afterMs = await arena.untilLeads(b);
    expect(afterMs).toBeGreaterThan(6000 - 1200);
    expect(afterMs).toBeLessThanOrEqual(6000 + 200);
  });

  test('takes a Lease that is given back at once', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.stop(a, { release: true });
    expect(await arena.untilLeads(b)).toBeLessThanOrEqual(10);
    expect(leaseOf(arena.model)).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1, leaseDurationSeconds: 6 });
  });

  test('waits for the duration that the holder has set, whatever its own is', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    a.kill();
    arena.patch({ leaseDurationSeconds: 20 });
    expect(await arena.untilLeads(b)).toBeGreaterThanOrEqual(20_000);
  });

  test('does not take a Lease that is renewed although its watch is silent', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    b.watches = false;
    await arena.world.advance(60_000);
    expect([a.news, b.news]).toEqual([['gained'], []]);
  });

  test('believes no clock but its own', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    for (const jumpMs of [3_600_000, -7_200_000]) {
      a.clock.jumpWall(jumpMs);
      b.clock.jumpWall(-jumpMs);
      await arena.world.advance(10_000);
    }
    expect([a.news, b.news]).toEqual([['gained'], []]);
    arena.patch({ renewTime: '1999-01-01T00:00:00.000000Z' });
    await arena.world.advance(10_000);
    expect([a.news, b.news]).toEqual([['gained'], []]);
  });

  test('that may not read the Lease says so, and goes on trying', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    const heal = a.client.inject(refuse(403, any));
    await arena.world.advance(5000);
    expect(a.errors.length).toBeGreaterThan(2);
    heal();
    await arena.world.advance(1300);
    expect(a.news).toEqual(['gained']);
  });
});

describe('whoever stops', () => {
  test('gives the Lease back, and keeps what it says of the past', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    await arena.world.advance(3000);
    await arena.stop(a, { release: true });
    expect(leaseOf(arena.model)).toMatchObject({ holderIdentity: '', leaseTransitions: 0 });
    expect(a.news).toEqual(['gained', 'lost: this process stops']);
    expect(arena.world.pending).toBe(0);
  });

  test('leaves the Lease to run out when it may not be given back', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.stop(a, { release: false });
    expect(leaseOf(arena.model).holderIdentity).toBe('a');
    expect(await arena.untilLeads(b)).toBeGreaterThan(4000);
  });

  test('gives back what was just about to be taken', async () => {
    const arena = new Arena();
    const a = arena.join('a', { latencyMs: () => 50 });
    await arena.world.advance(160);
    await arena.stop(a, { release: true });
    expect(leaseOf(arena.model).holderIdentity).toBe('');
    expect(a.news).toEqual([]);
  });

  test('gives it back although the answer to the last renewal was lost', async () => {
    const arena = new Arena();
    const a = arena.join('a');
    await arena.world.advance(500);
    const heal = a.client.inject(cutOff('after', ({ verb }) => verb === 'update'));
    await arena.world.advance(1000);
    heal();
    await arena.stop(a, { release: true });
    expect(leaseOf(arena.model).holderIdentity).toBe('');
  });

  test('takes nothing from another when it does not lead', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    await arena.stop(b, { release: true });
    expect(b.client.writes).toEqual([]);
    expect(a.leads).toBe(true);
  });
});

/** Who leads at any moment, from now on. */
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

describe('a Lease that goes back to an older copy', () => {
  test.each(['at once', 'never'])('never makes two leaders, when the one in it hears of it %s', async (when) => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    const copy = arena.model.storage.copy();
    // For some time b leads, and a has not forgotten who it is.
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

  test('is held on by the one who holds it in the copy, too', async () => {
    const arena = new Arena();
    const { a, b } = await arena.withLeader();
    const copy = arena.model.storage.copy();
    await arena.world.advance(5000);
    copy();
    b.hearOfRollback();
    expect(await leaders(arena, [a, b], 20_000)).toEqual(['a']);
    expect(a.news).toEqual(['gained']);
  });

  test('and was not there then is made anew', async () => {
    const arena = new Arena();
    const copy = arena.model.storage.copy();
    const a = arena.join('a');
    await arena.world.advance(5000);
    copy();
    expect(await leaders(arena, [a], 20_000)).toEqual(['a']);
  });
});
