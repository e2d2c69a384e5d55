// Work for a queue that a test completes by hand.
import { silentObserver } from '../../src/kube/observer.ts';
import { WorkQueue, type WorkResult } from '../../src/kube/queue/workQueue.ts';
import type { WorkQueueOptions } from '../../src/kube/queue/workQueueOptions.ts';
import { FakeClock, settle } from './clocks/fakeClock.ts';

export class HandWork {
  readonly clock = new FakeClock();
  readonly queue: WorkQueue;
  /** The keys in the order in which their work was started. */
  readonly started: string[] = [];
  readonly errors: unknown[] = [];
  readonly signals: AbortSignal[] = [];
  readonly #running = new Map<string, PromiseWithResolvers<WorkResult>>();

  constructor(options: Partial<WorkQueueOptions> = {}) {
    this.queue = new WorkQueue({
      concurrency: 8,
      work: (key, signal) => this.#start(key, signal),
      onError: (_, error) => this.errors.push(error),
      clock: this.clock,
      observer: silentObserver,
      random: () => 1,
      ...options,
    });
  }

  async finish(key: string, result: WorkResult = {}): Promise<void> {
    this.#running.get(key)?.resolve(result);
    await settle();
  }

  async fail(key: string, error: unknown = new Error('failed')): Promise<void> {
    this.#running.get(key)?.reject(error);
    await settle();
  }

  /** Starts the queue, after what the test has added. */
  async start(): Promise<void> {
    this.queue.start();
    await settle();
  }

  #start(key: string, signal: AbortSignal): Promise<WorkResult> {
    this.started.push(key);
    this.signals.push(signal);
    const end = Promise.withResolvers<WorkResult>();
    this.#running.set(key, end);
    return end.promise;
  }
}
