// Checks that the times of a transition are consistent.
import { expect } from '@jest/globals';
import type { Transition } from '../../src/api/activeStandbyService.generated.ts';

/** In microseconds since the epoch, as far as a number can hold them. */
function microseconds(time = ''): number {
  return Date.parse(time) * 1000 + Number(time.slice(-4, -1));
}

export function expectTimesInOrder({
  detectedTime,
  electedTime,
  publishedTime,
  durationMilliseconds,
}: Transition): void {
  const times = [detectedTime, electedTime, publishedTime].map(microseconds);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const durationMs = ((times[2] ?? NaN) - (times[0] ?? NaN)) / 1000;
  expect(Math.abs((durationMilliseconds ?? NaN) - durationMs)).toBeLessThan(0.51);
}
