import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { TokenBucket } from '../../../src/kube/timing/tokenBucket.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';

function bucket(perSecond: number, burst: number) {
  const clock = new FakeClock();
  return { clock, bucket: new TokenBucket({ perSecond, burst, clock }) };
}

function takeAll(from: TokenBucket): number {
  let taken = 0;
  while (from.take()) taken += 1;
  return taken;
}

describe('a token bucket', () => {
  it('starts full, and fills at its rate up to its burst', async () => {
    const { clock, bucket: tokens } = bucket(10, 5);
    expect(takeAll(tokens)).toBe(5);
    expect(tokens.waitMs()).toBe(100);
    await clock.advance(100);
    expect(takeAll(tokens)).toBe(1);
    await clock.advance(60_000);
    expect(takeAll(tokens)).toBe(5);
  });

  it('keeps a reserve from callers that must leave it', () => {
    const { bucket: tokens } = bucket(1, 4);
    expect([tokens.take(3), tokens.take(3), tokens.take(0)]).toEqual([true, false, true]);
    expect(tokens.waitMs(3)).toBe(2000);
  });

  it('has a token after exactly the time that it returns, also at a low rate', async () => {
    const { clock, bucket: tokens } = bucket(1 / 300, 1);
    takeAll(tokens);
    await clock.advance(tokens.waitMs() - 1);
    expect(tokens.take()).toBe(false);
    await clock.advance(1);
    expect(tokens.take()).toBe(true);
  });

  it('never gives more tokens than burst and rate allow', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), pauses, async (...given) => {
        const [perSecond, burst, waits] = given;
        const { clock, bucket: tokens } = bucket(perSecond, burst);
        let taken = takeAll(tokens);
        for (const waitMs of waits) {
          await clock.advance(waitMs);
          taken += takeAll(tokens);
        }
        expect(taken).toBeLessThanOrEqual(burst + (clock.monotonicMs() / 1000) * perSecond + 1e-6);
      }),
      { numRuns: 50 },
    );
  });
});
