// A key that becomes urgent while its background run waits for the API, over the real work queue and throttle.
import { describe, expect, it } from '@jest/globals';
import { silentObserver } from '../../../src/kube/observer.ts';
import type { RisingPriority } from '../../../src/kube/queue/risingPriority.ts';
import { WorkQueue, type WorkResult } from '../../../src/kube/queue/workQueue.ts';
import { Throttle } from '../../../src/kube/transport/throttle.ts';
import { FakeClock, settle } from '../../support/clocks/fakeClock.ts';

const BACKLOG = 15;

/** Each run makes two calls, which take 10 ms each. All runs have begun, and nearly all wait in the throttle. */
async function setUp(failing = false) {
  const clock = new FakeClock();
  const throttle = new Throttle({ concurrency: 4, rate: { qps: 10, burst: 4 }, clock });
  const sent: string[] = [];
  const { signal } = new AbortController();
  const call = (name: string, priority: RisingPriority): Promise<void> =>
    throttle.run({ priority, flow: '' }, signal, async () => {
      sent.push(`${priority.current} ${name}`);
      await new Promise<void>((resolve) => clock.setTimer(10, resolve));
    });
  const work = async (key: string, _: AbortSignal, priority: RisingPriority): Promise<WorkResult> => {
    await call(`read ${key}`, priority);
    if (failing && key === 'orders') throw new Error('refused');
    await call(`write ${key}`, priority);
    return {};
  };
  const queue = new WorkQueue({
    concurrency: 2 * BACKLOG,
    work,
    onError: () => undefined,
    clock,
    observer: silentObserver,
  });
  for (let index = 0; index < BACKLOG; index += 1) queue.add(`other-${index}`, 'background');
  queue.add('orders', 'background');
  queue.start();
  await settle();
  return { clock, queue, sent };
}

describe('a key that is added as urgent while its background run waits for a call', () => {
  it('does not wait behind the backlog, and runs again as urgent', async () => {
    const { clock, queue, sent } = await setUp();
    queue.add('orders', 'urgent');
    await clock.advance(600);
    const own = sent.filter((call) => call.endsWith('orders'));
    expect(own.slice(0, 3)).toEqual(['urgent read orders', 'urgent write orders', 'urgent read orders']);
  });

  it('stays background when it is only added in the background', async () => {
    const { clock, queue, sent } = await setUp();
    queue.add('orders', 'background');
    await clock.advance(600);
    expect(sent.filter((call) => call.endsWith('orders'))).toEqual([]);
  });

  it('runs again as urgent also when the run fails', async () => {
    const { clock, queue, sent } = await setUp(true);
    queue.add('orders', 'urgent');
    await clock.advance(400);
    expect(sent.filter((call) => call === 'urgent read orders').length).toBeGreaterThan(1);
  });
});
