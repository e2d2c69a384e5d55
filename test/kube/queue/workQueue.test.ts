import { describe, expect, it, jest } from '@jest/globals';
import { silentObserver, type QueueState } from '../../../src/kube/observer.ts';
import { WorkQueue, type WorkResult } from '../../../src/kube/queue/workQueue.ts';
import type { WorkQueueOptions } from '../../../src/kube/queue/workQueueOptions.ts';
import { FakeClock, settle } from '../../support/clocks/fakeClock.ts';
import { HandWork } from '../../support/handWork.ts';

async function runningQueue(options: ConstructorParameters<typeof HandWork>[0] = {}): Promise<HandWork> {
  const work = new HandWork(options);
  await work.start();
  return work;
}

describe('a work queue', () => {
  it('starts no run before start()', async () => {
    const work = new HandWork();
    work.queue.add('a', 'urgent');
    await settle();
    expect(work.started).toEqual([]);
    await work.start();
    expect(work.started).toEqual(['a']);
  });

  it('passes the priority to the work', async () => {
    const work = jest.fn<WorkQueueOptions['work']>(async () => ({}));
    const options = { concurrency: 16, onError: () => undefined, clock: new FakeClock(), observer: silentObserver };
    const queue = new WorkQueue({ ...options, work });
    queue.start();
    queue.add('a', 'background');
    queue.add('b', 'urgent');
    await settle();
    const passed = work.mock.calls.map(([key, signal, { current }]) => [key, signal.aborted, current]);
    expect(passed).toEqual([
      ['b', false, 'urgent'],
      ['a', false, 'background'],
    ]);
  });

  it('runs a key once that was added many times', async () => {
    const work = await runningQueue();
    for (let times = 0; times < 5; times++) work.queue.add('a', 'urgent');
    await settle();
    expect(work.started).toEqual(['a']);
  });

  it('never runs a key twice at the same time, but once more when it was added during the run', async () => {
    const work = await runningQueue();
    work.queue.add('a', 'urgent');
    await settle();
    work.queue.add('a', 'background');
    work.queue.add('a', 'urgent');
    await settle();
    expect(work.started).toEqual(['a']);
    await work.finish('a');
    expect(work.started).toEqual(['a', 'a']);
    await work.finish('a');
    expect(work.started).toEqual(['a', 'a']);
  });

  it('starts no more runs at a time than `concurrency`', async () => {
    const work = await runningQueue({ concurrency: 2 });
    for (const key of ['a', 'b', 'c']) work.queue.add(key, 'urgent');
    await settle();
    expect(work.started).toEqual(['a', 'b']);
    await work.finish('b');
    expect(work.started).toEqual(['a', 'b', 'c']);
  });
});

describe('three thousand namespaces', () => {
  it('run as fast as one', async () => {
    const all = Promise.withResolvers<void>();
    let runs = 0;
    const work = async (): Promise<WorkResult> => {
      await new Promise((resolve) => setImmediate(resolve));
      runs += 1;
      if (runs === 3000) all.resolve();
      return {};
    };
    const options = { concurrency: 16, onError: () => undefined, clock: new FakeClock(), observer: silentObserver };
    const queue = new WorkQueue({ ...options, work });
    for (let index = 0; index < 3000; index++) queue.add(`namespace-${index}/a`, 'background');
    const startMs = performance.now();
    queue.start();
    await all.promise;
    // 30 ms, but 5 s when each namespace is checked for a place at each turn.
    expect(performance.now() - startMs).toBeLessThan(3000);
  });
});

describe('a thousand runs that never wait', () => {
  it('yield to the event loop after some of them, and all end', async () => {
    const all = Promise.withResolvers<void>();
    const turns = new Set<number>();
    let turn = 0;
    let runs = 0;
    const work = async (): Promise<WorkResult> => {
      turns.add(turn);
      runs += 1;
      if (runs === 1000) all.resolve();
      return {};
    };
    setImmediate(function others() {
      turn += 1;
      if (runs < 1000 && turn < 10_000) setImmediate(others);
    });
    const clock = new FakeClock();
    const queue = new WorkQueue({ concurrency: 16, work, onError: () => undefined, clock, observer: silentObserver });
    for (let key = 0; key < 1000; key++) queue.add(`key-${key}`, 'background');
    queue.start();
    await all.promise;
    expect(turns.size).toBeGreaterThan(30);
  });
});

describe('priority', () => {
  it('runs urgent keys first, in the order of their addition', async () => {
    const work = new HandWork({ concurrency: 1 });
    work.queue.add('slow', 'background');
    work.queue.add('first', 'urgent');
    work.queue.add('second', 'urgent');
    await work.start();
    await work.finish('first');
    await work.finish('second');
    expect(work.started).toEqual(['first', 'second', 'slow']);
  });

  it('moves a waiting background key forward when it becomes urgent', async () => {
    const work = new HandWork({ concurrency: 1 });
    for (const key of ['a', 'b']) work.queue.add(key, 'background');
    work.queue.add('b', 'urgent');
    await work.start();
    for (const key of ['b', 'a', 'b']) await work.finish(key);
    expect(work.started).toEqual(['b', 'a']);
  });

  it('keeps a key urgent that was added as urgent during its run', async () => {
    const work = await runningQueue({ concurrency: 1 });
    work.queue.add('a', 'urgent');
    await settle();
    work.queue.add('b', 'background');
    work.queue.add('a', 'urgent');
    work.queue.add('a', 'background');
    await work.finish('a');
    expect(work.started).toEqual(['a', 'a']);
  });

  it('keeps a key urgent when it is added again as background', async () => {
    const work = new HandWork({ concurrency: 1 });
    for (const key of ['a', 'b']) work.queue.add(key, 'urgent');
    work.queue.add('a', 'background');
    await work.start();
    for (const key of ['a', 'b', 'a']) await work.finish(key);
    expect(work.started).toEqual(['a', 'b']);
  });

  it('leaves a quarter of the places to urgent keys', async () => {
    const work = await runningQueue({ concurrency: 4 });
    for (const key of ['a', 'b', 'c', 'd']) work.queue.add(key, 'background');
    await settle();
    expect(work.started).toEqual(['a', 'b', 'c']);
    work.queue.add('failover', 'urgent');
    await settle();
    expect(work.started).toEqual(['a', 'b', 'c', 'failover']);
    await work.finish('a');
    expect(work.started.at(-1)).toBe('d');
  });
});

describe('namespaces', () => {
  const noise = Array.from({ length: 50 }, (_, index) => `noisy/${index}`);

  it.each(['urgent', 'background'] as const)('take turns among %s keys', async (priority) => {
    const work = new HandWork({ concurrency: 1 });
    for (const key of [...noise, 'calm/a', 'quiet/b']) work.queue.add(key, priority);
    await work.start();
    for (const key of ['noisy/0', 'calm/a', 'quiet/b']) await work.finish(key);
    expect(work.started).toEqual(['noisy/0', 'calm/a', 'quiet/b', 'noisy/1']);
  });

  it('get a background run after seven urgent ones, however many urgent keys there are', async () => {
    const work = new HandWork({ concurrency: 1 });
    for (const key of noise) work.queue.add(key, 'urgent');
    work.queue.add('noisy/background', 'background');
    await work.start();
    for (const key of noise.slice(0, 7)) await work.finish(key);
    expect(work.started.at(-1)).toBe('noisy/background');
  });

  it.each(['urgent', 'background'] as const)('get a place for %s keys beside work that does not end', async (how) => {
    const work = await runningQueue({ concurrency: 16 });
    for (const key of ['calm/a', ...noise]) work.queue.add(key, 'urgent');
    await settle();
    await work.finish('calm/a');
    // One namespace takes twelve of sixteen places.
    expect(work.started).toEqual(['calm/a', ...noise.slice(0, 12)]);
    for (const key of ['calm/b', 'quiet/c']) work.queue.add(key, how);
    await settle();
    expect(work.started.slice(13)).toEqual(['calm/b', 'quiet/c']);
  });

  it('take all places when there is only one of them', async () => {
    const work = await runningQueue({ concurrency: 16 });
    for (const key of noise) work.queue.add(key, 'urgent');
    await settle();
    expect(work.started).toHaveLength(16);
  });
});

describe('a delay', () => {
  it('runs a key when it is due, and not before', async () => {
    const work = await runningQueue();
    work.queue.addAfter('a', 100);
    await work.clock.advance(99);
    expect(work.started).toEqual([]);
    await work.clock.advance(1);
    expect(work.started).toEqual(['a']);
  });

  it.each([
    [100, 50],
    [50, 100],
  ])('takes the earlier of %i and %i ms', async (first, second) => {
    const work = await runningQueue();
    work.queue.addAfter('a', first);
    work.queue.addAfter('a', second);
    await work.clock.advance(50);
    expect(work.started).toEqual(['a']);
    await work.finish('a');
    await work.clock.advance(200);
    expect(work.started).toEqual(['a']);
  });

  it('is cancelled by a run of the key', async () => {
    const work = await runningQueue();
    work.queue.addAfter('a', 100);
    work.queue.add('a', 'urgent');
    await settle();
    await work.finish('a');
    await work.clock.advance(1000);
    expect(work.started).toEqual(['a']);
    expect(work.clock.pending).toBe(0);
  });

  it('follows a run that asks for it', async () => {
    const work = await runningQueue();
    work.queue.add('a', 'urgent');
    await settle();
    await work.finish('a', { requeueAfterMs: 30 });
    await work.clock.advance(30);
    expect(work.started).toEqual(['a', 'a']);
  });
});

async function inVain(work: HandWork, times: number, pace?: 'Pressing'): Promise<void> {
  for (let time = 0; time < times; time++) {
    work.queue.add('a', 'urgent', pace);
    await settle();
    await work.finish('a', { isIdle: true });
  }
}

/** A key that is noisy, and whose pressing run is under way. */
async function noisyQueue() {
  const work = await runningQueue({ backoff: { baseMs: 20, ceilingMs: 35 }, random: () => 1 });
  await inVain(work, 50);
  await work.clock.advance(500);
  await work.finish('a', { isIdle: true });
  work.started.length = 0;
  work.queue.add('a', 'urgent', 'Pressing');
  await settle();
  expect(work.started).toHaveLength(1);
  return work;
}

describe('runs without a result', () => {
  it('are limited to ten per second, and to two when that goes on', async () => {
    const work = await runningQueue();
    await inVain(work, 20);
    expect(work.started).toHaveLength(10);
    await work.clock.advance(100);
    expect(work.started).toHaveLength(11);
    const goOn = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 20) {
        await work.finish('a', { isIdle: true });
        work.queue.add('a', 'urgent');
        await work.clock.advance(20);
      }
    };
    await goOn(800);
    expect(work.started).toHaveLength(11 + 8);
    await goOn(1200);
    const before = work.started.length;
    await goOn(10_000);
    expect(work.started).toHaveLength(before + 20);
  });

  it('do not delay pressing runs, which have a limit of their own', async () => {
    const work = await runningQueue();
    await inVain(work, 10);
    await inVain(work, 20, 'Pressing');
    expect(work.started).toHaveLength(20);
  });

  it('include failed ones, also when the key is added again', async () => {
    const work = await runningQueue();
    for (let time = 0; time < 20; time++) {
      work.queue.add('a', 'urgent');
      await settle();
      await work.fail('a');
    }
    expect(work.started).toHaveLength(10);
  });

  it('do not include those with a result', async () => {
    const work = await runningQueue();
    for (let time = 0; time < 20; time++) {
      work.queue.add('a', 'urgent');
      await settle();
      await work.finish('a');
    }
    expect(work.started).toHaveLength(20);
  });

  it('are counted per key, and forgotten with the key', async () => {
    const work = await runningQueue();
    await inVain(work, 10);
    work.queue.add('b', 'urgent');
    work.queue.forget('a');
    work.queue.add('a', 'urgent');
    await settle();
    expect(work.started.slice(10)).toEqual(['b', 'a']);
  });

  it('leave a delayed key able to become urgent', async () => {
    const work = await runningQueue({ concurrency: 1 });
    await inVain(work, 10);
    work.queue.add('b', 'urgent');
    await settle();
    work.queue.add('a', 'background');
    work.queue.add('a', 'urgent');
    await work.clock.advance(100);
    work.queue.add('c', 'urgent');
    await work.finish('b');
    expect(work.started.at(-1)).toBe('a');
  });

  it('slow down a loop of deadlines that are due at once', async () => {
    const work = await runningQueue();
    work.queue.add('a', 'urgent');
    for (let time = 0; time < 50; time++) {
      await work.clock.advance(1);
      await work.finish('a', { requeueAfterMs: 0, isIdle: true });
    }
    expect(work.started).toHaveLength(11);
  });

  describe('of a noisy key', () => {
    it('delay no deadline', async () => {
      const work = await noisyQueue();
      await work.finish('a', { requeueAfterMs: 100 });
      await work.clock.advance(100);
      expect(work.started).toHaveLength(2);
    });

    it('delay no retry of a pressing run', async () => {
      const work = await noisyQueue();
      await work.fail('a', new Error('conflict'));
      await work.clock.advance(20);
      expect(work.started).toHaveLength(2);
    });
  });
});

describe('a failed run', () => {
  it('is retried after delays that double up to a ceiling, until it succeeds', async () => {
    const work = await runningQueue({ backoff: { baseMs: 10, ceilingMs: 35 } });
    work.queue.add('a', 'urgent');
    await settle();
    for (const delayMs of [10, 20, 35, 35]) {
      const before = work.started.length;
      await work.fail('a');
      await work.clock.advance(delayMs - 1);
      expect(work.started).toHaveLength(before);
      await work.clock.advance(1);
      expect(work.started).toHaveLength(before + 1);
    }
    await work.finish('a');
    work.queue.add('a', 'urgent');
    await settle();
    await work.fail('a');
    await work.clock.advance(10);
    expect(work.started).toHaveLength(7);
  });

  it('is retried no sooner than Retry-After says', async () => {
    const work = await runningQueue({ retryAfterMs: () => 3000 });
    work.queue.add('a', 'urgent');
    await settle();
    await work.fail('a');
    await work.clock.advance(2999);
    expect(work.started).toEqual(['a']);
    await work.clock.advance(1);
    expect(work.started).toEqual(['a', 'a']);
  });

  it('is retried at once when the key was added during the run', async () => {
    const work = await runningQueue();
    work.queue.add('a', 'urgent');
    await settle();
    work.queue.add('a', 'urgent');
    await work.fail('a');
    expect(work.started).toEqual(['a', 'a']);
  });

  it('reports its error once', async () => {
    const work = await runningQueue();
    const error = new Error('no');
    work.queue.add('a', 'urgent');
    await settle();
    await work.fail('a', error);
    expect(work.errors).toEqual([error]);
  });

  it('includes work that throws synchronously', async () => {
    const errors: unknown[] = [];
    const work = await runningQueue({
      work: () => {
        throw new Error('at once');
      },
      onError: (_, error) => errors.push(error),
    });
    work.queue.add('a', 'urgent');
    await work.clock.advance(20);
    expect(errors).toHaveLength(2);
    await work.queue.stop();
  });
});

describe('forgetting a key', () => {
  it('removes it from the queue and from the delays', async () => {
    const work = new HandWork();
    work.queue.add('a', 'urgent');
    work.queue.addAfter('b', 10);
    for (const key of ['a', 'b']) work.queue.forget(key);
    await work.start();
    await work.clock.advance(10);
    expect(work.started).toEqual([]);
  });

  it.each([
    ['succeeds', (work: HandWork) => work.finish('a', { requeueAfterMs: 1 })],
    ['fails', (work: HandWork) => work.fail('a')],
  ])('is not undone when its work %s', async (_, end) => {
    const work = await runningQueue();
    work.queue.add('a', 'urgent');
    await settle();
    work.queue.add('a', 'urgent');
    work.queue.forget('a');
    await end(work);
    await work.clock.advance(60_000);
    expect(work.started).toEqual(['a']);
  });

  it('does not reject a key that is added again during its run', async () => {
    const work = await runningQueue();
    work.queue.add('a', 'urgent');
    await settle();
    work.queue.forget('a');
    work.queue.add('a', 'urgent');
    await work.finish('a');
    expect(work.started).toEqual(['a', 'a']);
  });
});

describe('stopping', () => {
  it('aborts the signal of runs, waits for them and starts no more', async () => {
    const work = await runningQueue();
    work.queue.add('a', 'urgent');
    work.queue.addAfter('b', 10);
    await settle();
    let stopped = false;
    const stopping = work.queue.stop().then(() => (stopped = true));
    expect(work.signals.map(({ aborted }) => aborted)).toEqual([true]);
    work.queue.add('c', 'urgent');
    await work.clock.advance(10);
    expect(stopped).toBe(false);
    await work.finish('a', { requeueAfterMs: 1 });
    await stopping;
    expect(work.started).toEqual(['a']);
    expect(work.clock.pending).toBe(0);
  });

  it('ends at once when nothing runs', async () => {
    const work = await runningQueue();
    await work.queue.stop();
    expect(work.started).toEqual([]);
  });
});

describe('an observer', () => {
  it('receives the length of the queue and the waiting time of an item', async () => {
    const states: QueueState[] = [];
    const waited: number[] = [];
    const observer = {
      ...silentObserver,
      queueChanged: (state: QueueState) => states.push(state),
      itemWaited: ({ seconds }: { readonly seconds: number }) => waited.push(seconds),
    };
    const work = await runningQueue({ concurrency: 1, observer });
    work.queue.add('a', 'urgent');
    work.queue.add('b', 'background');
    await settle();
    expect(states.at(-1)).toEqual({ urgent: 0, background: 1, running: 1 });
    await work.clock.advance(2000);
    await work.finish('a');
    expect(waited).toEqual([0, 2]);
  });
});
