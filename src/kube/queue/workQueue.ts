// A work queue of "namespace/name" keys with priorities, fairness, backoff and rate limits.
import type { Priority } from '../observer.ts';
import { parseKey } from '../resource.ts';
import { backoffMs, type BackoffOptions } from '../timing/backoff.ts';
import { yieldAfter, yieldToEventLoop } from '../timing/yield.ts';
import { DelayingQueues } from './delayingQueue.ts';
import { Expectations } from './expectations.ts';
import { IdleLimit, tenPerSecond, type RunLimit } from './idleLimit.ts';
import { Places } from './places.ts';
import { PriorityQueue, type Pace, type QueueItem, type Urgency } from './priorityQueue.ts';
import { addDuring, newRun, type Run } from './run.ts';
import type { WorkQueueOptions } from './workQueueOptions.ts';

export interface WorkResult {
  readonly requeueAfterMs?: number;
  /** The priority of the run after requeueAfterMs; urgent by default. */
  readonly priority?: Priority;
  /** A part failed: reported and retried as a rejection; requeueAfterMs counts as well, and the earlier time wins. */
  readonly failure?: unknown;
  /** The run had no result: the rate of the key's runs is limited. */
  readonly isIdle?: boolean;
}

const defaultBackoff: BackoffOptions = { baseMs: 20, ceilingMs: 15_000 };

/**
 * Guarantees:
 * - A key never runs twice at the same time; however often it is added before or during a run, one run follows.
 * - A run becomes urgent when its key is added as urgent: the run that follows would wait for its calls.
 * - Urgent keys start first, with one start of eight for others; namespaces take turns, and none takes all places.
 * - A failed run is retried with jittered exponential backoff, or after Retry-After; a successful run resets it.
 * - stop() aborts the signal of `work` and resolves when all runs have ended; no run starts after it.
 * Caveats:
 * - Keys are in memory only: after a restart the caller adds all of them again.
 * - A run has no deadline: work that never settles keeps its key and its place for ever.
 * - The start of a run cancels addAfter() of its key: the run returns `requeueAfterMs` again.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #ready = new PriorityQueue();
  readonly #places: Places;
  readonly #delayed: DelayingQueues;
  readonly #limits: Readonly<Record<Pace, RunLimit>>;
  readonly #expectations: Expectations;
  readonly #running = new Map<string, Run>();
  readonly #failures = new Map<string, number>();
  readonly #stopping = new AbortController();
  #started = false;
  #dispatching = false;
  /** Runs since the last yield: 10,000 runs that never wait would block the event loop for seconds. */
  #runsSinceYield = 0;
  #drained: (() => void) | undefined;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#places = new Places(options.concurrency);
    this.#expectations = new Expectations(options.expectUrgent ?? (() => () => undefined));
    this.#limits = { Usual: new IdleLimit(options.clock), Pressing: tenPerSecond(options.clock) };
    this.#delayed = new DelayingQueues(options.clock, (key, { priority, pace }) => this.add(key, priority, pace));
  }

  /** Runs the key as soon as its priority and its limit of runs without a result allow. */
  add(key: string, priority: Priority, pace: Pace = 'Usual'): void {
    if (this.#stopping.signal.aborted) return;
    const run = this.#running.get(key);
    if (run === undefined) this.#addToReady({ key, priority, pace });
    else this.#addDuring({ key, priority, pace }, run);
    this.#dispatchSoon();
  }

  /** Runs the key after the delay; of several delays the earliest counts. */
  addAfter(key: string, delayMs: number, urgency: Urgency = { priority: 'urgent', pace: 'Usual' }): void {
    if (!this.#stopping.signal.aborted) this.#delayed.add(key, Math.max(delayMs, 0), urgency);
  }

  /** Drops all state of the key; no run follows the current one. */
  forget(key: string): void {
    this.#ready.remove(key);
    this.#delayed.remove(key);
    this.#failures.delete(key);
    for (const limit of Object.values(this.#limits)) limit.forget(key);
    const run = this.#running.get(key);
    if (run === undefined) return this.#expectations.ended(key);
    run.again = undefined;
    run.forgotten = true;
  }

  start(): void {
    this.#started = true;
    this.#dispatchSoon();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#ready.clear();
    this.#delayed.clear();
    this.#expectations.clear();
    if (this.#running.size > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  /** In a microtask, so that of keys that are added together the urgent ones run first. */
  #dispatchSoon(): void {
    if (this.#dispatching) return;
    this.#dispatching = true;
    queueMicrotask(() => {
      this.#dispatching = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#started && this.#runsSinceYield < yieldAfter.queueRuns) {
      const item = this.#ready.take(this.#places);
      if (item === undefined) break;
      this.#delayed.remove(item.key);
      this.#countRun();
      void this.#run(item);
    }
    const { urgent, background } = this.#ready;
    this.#options.observer.queueChanged({ urgent, background, running: this.#running.size });
  }

  #countRun(): void {
    if (this.#runsSinceYield === 0) void yieldToEventLoop().then(() => this.#yielded());
    this.#runsSinceYield += 1;
  }

  #yielded(): void {
    this.#runsSinceYield = 0;
    this.#dispatchSoon();
  }

  #addToReady({ key, priority, pace }: Urgency & Pick<QueueItem, 'key'>): void {
    const waitMs = this.#ready.has(key) ? 0 : this.#limits[pace].waitMs(key);
    const sinceMs = this.#options.clock.monotonicMs();
    if (waitMs > 0) return this.#delayed.add(key, waitMs, { priority, pace });
    this.#ready.add({ key, priority, pace, flow: parseKey(key).namespace, sinceMs });
    this.#expectations.added(key, { priority, pace });
  }

  #addDuring({ key, ...urgency }: Urgency & Pick<QueueItem, 'key'>, run: Run): void {
    addDuring(run, urgency);
    this.#expectations.added(key, urgency);
  }

  async #run(item: QueueItem): Promise<void> {
    const { key, priority, sinceMs } = item;
    const { clock, observer, work } = this.#options;
    const run = newRun(item);
    this.#running.set(key, run);
    this.#places.take(item);
    observer.itemWaited({ priority, seconds: (clock.monotonicMs() - sinceMs) / 1000 });
    try {
      const result = await work(key, this.#stopping.signal, run.priority);
      if (result.failure !== undefined) this.#failed(key, run, result.failure);
      else this.#failures.delete(key);
      if (result.isIdle === true || result.failure !== undefined) this.#spend(item, run);
      this.#requeue(key, run, result);
    } catch (error) {
      this.#spend(item, run);
      this.#failed(key, run, error);
    } finally {
      this.#places.free(item);
      this.#finished(key, run);
    }
  }

  #spend({ key, pace }: QueueItem, { forgotten }: Run): void {
    if (!forgotten) this.#limits[pace].spend(key);
  }

  #requeue(key: string, run: Run, result: WorkResult): void {
    if (result.requeueAfterMs === undefined || run.forgotten) return;
    const { requeueAfterMs, priority = 'urgent' } = result;
    this.addAfter(key, requeueAfterMs, { priority, pace: priority === 'urgent' ? 'Pressing' : 'Usual' });
  }

  #failed(key: string, run: Run, error: unknown): void {
    this.#options.onError(key, error);
    if (run.forgotten) return;
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const { backoff = defaultBackoff, random = Math.random, retryAfterMs = () => undefined } = this.#options;
    const delayMs = Math.max(backoffMs(backoff, failures, random), retryAfterMs(error) ?? 0);
    this.addAfter(key, delayMs, { priority: run.priority.current, pace: run.pace });
  }

  #finished(key: string, run: Run): void {
    this.#running.delete(key);
    const { again } = run;
    this.#expectations.ended(key, () => again && this.add(key, again.priority, again.pace));
    this.#dispatchSoon();
    if (this.#running.size === 0) this.#drained?.();
  }
}
