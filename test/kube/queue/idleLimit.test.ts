// The rate of runs without a result.
import { describe, expect, it } from '@jest/globals';
import { IdleLimit } from '../../../src/kube/queue/idleLimit.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';

function setUp() {
  const clock = new FakeClock();
  const limit = new IdleLimit(clock);
  const spend = (times: number, key = 'a'): void => {
    for (let time = 0; time < times; time++) limit.spend(key);
  };
  const runOf = (key: string): number => {
    if (limit.waitMs(key) > 0) return 0;
    limit.spend(key);
    return 1;
  };
  /** The number of runs in so many seconds, when all of the keys always want to run. */
  const runsIn = async (seconds: number, keys: readonly string[] = ['a']): Promise<number> => {
    let runs = 0;
    for (let step = 0; step < seconds * 100; step++) {
      for (const key of keys) runs += runOf(key);
      await clock.advance(10);
    }
    return runs;
  };
  return { clock, limit, spend, runsIn };
}

describe('a limit of runs without a result', () => {
  it('allows ten runs at once, and then ten per second', async () => {
    const { clock, limit, spend } = setUp();
    spend(9);
    expect(limit.waitMs('a')).toBe(0);
    spend(1);
    expect(limit.waitMs('a')).toBe(100);
    await clock.advance(100);
    expect(limit.waitMs('a')).toBe(0);
    spend(1);
    expect(limit.waitMs('a')).toBe(100);
  });

  it('counts each key separately, and keeps nothing of a forgotten one', () => {
    const { limit, spend } = setUp();
    spend(10);
    expect(limit.waitMs('b')).toBe(0);
    limit.forget('a');
    expect([limit.waitMs('a'), limit.size]).toEqual([0, 0]);
  });

  it('keeps the count of a key that runs all the time', async () => {
    const { clock, limit, spend } = setUp();
    spend(10);
    for (let round = 0; round < 9; round++) {
      await clock.advance(100);
      spend(1);
      expect(limit.waitMs('a')).toBe(100);
    }
    spend(5);
    for (let round = 0; round < 50; round++) {
      await clock.advance(500);
      expect(limit.waitMs('a')).toBe(0);
      spend(1);
      expect(limit.waitMs('a')).toBe(500);
    }
    expect(limit.size).toBe(1);
  });

  it('allows two runs per second after some seconds, until the key has been quiet', async () => {
    const { clock, runsIn } = setUp();
    expect(await runsIn(1)).toBe(19);
    await runsIn(1);
    expect(await runsIn(10)).toBe(20);
    await clock.advance(10_000);
    expect(await runsIn(1)).toBe(19);
  });

  it('allows all noisy keys of a namespace together 100 runs per second, without effect on other namespaces', async () => {
    const { runsIn } = setUp();
    const crowd = Array.from({ length: 300 }, (_, index) => `noisy/${index}`);
    await runsIn(5, crowd);
    expect(await runsIn(9, crowd)).toBe(900);
    expect(await runsIn(1, ['calm/a'])).toBe(19);
  });

  it('allows a namespace some hundred runs at once, however many keys it has', async () => {
    const { runsIn } = setUp();
    const crowd = Array.from({ length: 300 }, (_, index) => `noisy/${index}`);
    // Each key once, and then as long as all of them are noisy.
    expect(await runsIn(1, crowd)).toBeLessThan(700);
    expect(await runsIn(9, crowd)).toBeLessThan(1000);
    expect(await runsIn(1, ['calm/a'])).toBe(19);
  });

  it('allows a namespace the usual rate of each key when few of them run', async () => {
    const { runsIn } = setUp();
    expect(await runsIn(1, ['few/a', 'few/b', 'few/c'])).toBe(3 * 19);
  });

  it('keeps nothing of many keys that have been quiet', async () => {
    const { clock, limit, spend } = setUp();
    for (let key = 0; key < 1000; key++) spend(10, `key-${key}`);
    for (let round = 0; round < 2; round++) {
      await clock.advance(20_000);
      spend(10, 'other');
    }
    expect(limit.size).toBe(1);
    expect(limit.waitMs('key-1')).toBe(0);
  });
});
