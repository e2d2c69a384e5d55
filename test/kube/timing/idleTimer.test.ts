import { describe, expect, it } from '@jest/globals';
import { IdleTimer } from '../../../src/kube/timing/idleTimer.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';

describe('an idle timer', () => {
  it('fires once, counted from the last data', async () => {
    const clock = new FakeClock();
    const idleAt: number[] = [];
    const timer = new IdleTimer(clock, 100, () => idleAt.push(clock.monotonicMs()));
    await clock.advance(60);
    timer.heard();
    await clock.advance(60);
    timer.heard();
    await clock.advance(1000);
    expect(idleAt).toEqual([220]);
    expect(clock.pending).toBe(0);
  });

  it('does not fire after stop(), also when it was extended', async () => {
    const clock = new FakeClock();
    let idle = false;
    const timer = new IdleTimer(clock, 100, () => (idle = true));
    await clock.advance(50);
    timer.heard();
    await clock.advance(70);
    timer.stop();
    await clock.advance(1000);
    expect([idle, clock.pending]).toEqual([false, 0]);
  });
});
