// A storm of failovers beside status writes, over the real work queue and throttle: one place holds the writes back.
import { describe, expect, it } from '@jest/globals';
import { silentObserver } from '../../../src/kube/observer.ts';
import { RisingPriority } from '../../../src/kube/queue/risingPriority.ts';
import { WorkQueue, type WorkResult } from '../../../src/kube/queue/workQueue.ts';
import { Throttle } from '../../../src/kube/transport/throttle.ts';
import { FakeClock, settle } from '../../support/clocks/fakeClock.ts';

const STORM = Array.from({ length: 200 }, (_, index) => `storm/${index}`);

/** Each run makes one call, and then one for its status in the background; all calls in flight end together. */
function setUp(work: (slice: () => Promise<void>, key: string) => Promise<WorkResult>) {
  const clock = new FakeClock();
  const throttle = new Throttle({ concurrency: 8, rate: undefined, clock });
  const sent: string[] = [];
  let answers = Promise.withResolvers<void>();
  const { signal } = new AbortController();
  const call = (name: string, priority: RisingPriority): Promise<void> =>
    throttle.run({ priority, flow: 'storm' }, signal, () => {
      sent.push(name);
      return answers.promise;
    });
  const queue = new WorkQueue({
    concurrency: 8,
    work: async (key, _, priority) => {
      const result = await work(() => call('slice', priority), key);
      void call('status', new RisingPriority('background'));
      return result;
    },
    onError: () => undefined,
    clock,
    observer: silentObserver,
    expectUrgent: () => throttle.expectUrgent(),
  });
  queue.start();
  const answer = async (): Promise<void> => {
    answers.resolve();
    answers = Promise.withResolvers();
    await settle();
  };
  const until = async (isDone: () => boolean): Promise<void> => {
    for (let round = 0; round < 1000 && !isDone(); round += 1) await answer();
  };
  const count = (name: string): number => sent.filter((each) => each === name).length;
  return { clock, queue, sent, answer, until, count };
}

const plain = async (slice: () => Promise<void>): Promise<WorkResult> => {
  await slice();
  return {};
};

describe('a storm', () => {
  it('starts no background call before the last failover has its answer', async () => {
    const { queue, sent, until, count } = setUp(plain);
    for (const key of STORM) queue.add(key, 'urgent', 'Pressing');
    await settle();
    await until(() => count('slice') === STORM.length);
    expect(sent).not.toContain('status');
    await until(() => count('status') === STORM.length);
    expect(count('status')).toBe(STORM.length);
  });

  it.each<[string, (slice: () => Promise<void>, key: string) => Promise<WorkResult>]>([
    ['runs without a call', async (slice, key) => (Number(key.slice(6)) % 3 === 0 ? plain(slice) : {})],
    ['runs that fail', async () => ({ failure: new Error('refused') })],
  ])('of %s holds nothing back afterwards', async (_, work) => {
    const { clock, queue, until, count } = setUp(work);
    for (const key of STORM.slice(0, 30)) queue.add(key, 'urgent', 'Pressing');
    await settle();
    for (const key of STORM.slice(0, 30)) queue.forget(key);
    // Those that had started.
    await until(() => count('status') === 16);
    expect([count('status'), clock.pending]).toEqual([16, 0]);
  });

  it('that lasts gives background calls a share after a second', async () => {
    const { clock, queue, sent, answer } = setUp(plain);
    for (const key of STORM) queue.add(key, 'urgent', 'Pressing');
    await settle();
    for (let round = 0; round < 9; round += 1) {
      await clock.advance(110);
      await answer();
    }
    expect(sent).not.toContain('status');
    await clock.advance(110);
    await answer();
    expect(sent).toContain('status');
  });

  it('of objects whose runs are not pressing holds back only while their calls are in flight', async () => {
    const { queue, answer, sent } = setUp(async () => ({ isIdle: true }));
    for (const key of STORM) queue.add(key, 'urgent');
    await settle();
    await answer();
    expect(sent).toContain('status');
  });
});

describe('a queue that stops', () => {
  it('no longer announces keys that waited', async () => {
    const clock = new FakeClock();
    const throttle = new Throttle({ concurrency: 8, rate: undefined, clock });
    const expectUrgent = (): (() => void) => throttle.expectUrgent();
    const queue = new WorkQueue({
      concurrency: 8,
      work: async () => ({}),
      onError: () => undefined,
      clock,
      observer: silentObserver,
      expectUrgent,
    });
    queue.add('storm/0', 'urgent', 'Pressing');
    const background = { priority: new RisingPriority('background'), flow: '' };
    let hasStarted = false;
    void throttle.run(background, new AbortController().signal, async () => void (hasStarted = true));
    await settle();
    expect(hasStarted).toBe(false);
    await queue.stop();
    await settle();
    expect(hasStarted).toBe(true);
  });
});
