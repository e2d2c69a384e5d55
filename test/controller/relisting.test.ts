// When is everything listed anew?
import { expect, test } from '@jest/globals';
import { Relisting } from '../../src/controller/relisting.ts';
import { FakeClock } from '../support/fakeClock.ts';

/** Each list takes so long; `begun` is when each began. */
function lists(durationMs: number) {
  const clock = new FakeClock();
  const begun: number[] = [];
  const refresh = (): Promise<void> => {
    begun.push(clock.monotonicMs());
    return new Promise((resolve) => void clock.setTimer(durationMs, resolve));
  };
  return { clock, begun, relisting: new Relisting({ clock, refresh }) };
}

test('what is asked for at the same time is listed once, and soon', async () => {
  const { clock, begun, relisting } = lists(0);
  for (let count = 0; count < 10; count += 1) relisting.ask();
  await clock.advance(1000);
  expect(begun).toEqual([100]);
});

test('what is asked for during a list is not in it, and takes another', async () => {
  const { clock, begun, relisting } = lists(10);
  relisting.ask();
  await clock.advance(105);
  relisting.ask();
  await clock.advance(1000);
  expect(begun).toEqual([100, 210]);
});

test.each([
  [1000, 10],
  [30_000, 7],
])('listing for %d ms leaves most of the time to the watch, whoever asks', async (durationMs, most) => {
  const { clock, begun, relisting } = lists(durationMs);
  for (let step = 0; step < 1000; step += 1) {
    relisting.ask();
    await clock.advance(100);
  }
  expect(begun.length).toBeLessThanOrEqual(most);
  expect(begun.length).toBeGreaterThan(1);
});

test('what is asked for is done when a list that began later is over', async () => {
  const { clock, relisting } = lists(10);
  await relisting.done;
  let isDone = false;
  relisting.ask();
  await clock.advance(105);
  relisting.ask();
  void relisting.done.then(() => (isDone = true));
  await clock.advance(10);
  expect(isDone).toBe(false);
  await clock.advance(200);
  expect(isDone).toBe(true);
});

test('nothing is listed after the end', async () => {
  const { clock, begun, relisting } = lists(0);
  relisting.ask();
  relisting.stop();
  relisting.ask();
  await clock.advance(1000);
  expect([begun.length, clock.pending]).toEqual([0, 0]);
});
