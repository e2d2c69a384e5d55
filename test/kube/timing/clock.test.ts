import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../../../src/kube/timing/clock.ts';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('the system clock', () => {
  it('returns the wall clock with fractions of a millisecond', () => {
    const times = Array.from({ length: 100 }, () => systemClock.wallMs());
    expect(times.some((time) => !Number.isInteger(time))).toBe(true);
    expect(Math.abs(systemClock.wallMs() - Date.now())).toBeLessThan(10);
  });

  it('follows a wall clock that is set', () => {
    const real = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(real + 3_600_000);
    expect(systemClock.wallMs()).toBeGreaterThan(real + 3_599_000);
    jest.restoreAllMocks();
    expect(systemClock.wallMs()).toBeLessThan(real + 60_000);
  });

  it('never fires early', async () => {
    const startMs = systemClock.monotonicMs();
    await new Promise<void>((resolve) => systemClock.setTimer(2.7, resolve));
    expect(systemClock.monotonicMs() - startMs).toBeGreaterThanOrEqual(2.7);
  });

  it('supports delays longer than those of Node, to the millisecond', () => {
    jest.useFakeTimers();
    const run = jest.fn();
    const days = 30 * 86_400_000;
    systemClock.setTimer(days, run);
    jest.advanceTimersByTime(days - 1);
    expect(run).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('does not run a cancelled timer', () => {
    jest.useFakeTimers();
    const run = jest.fn();
    systemClock.setTimer(10, run)();
    expect(jest.getTimerCount()).toBe(0);
  });
});
