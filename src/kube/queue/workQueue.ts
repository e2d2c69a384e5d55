// Which key is worked on next, and when again?
// One run at a time per key; a key added while it runs, runs once more. Urgent keys go before background ones, namespaces
// take turns, and none takes all places. A failed run is tried again after a growing, jittered delay; a good one ends it.
import type { Priority, QueueObserver } from '../observer.ts';
import { parseKey } from '../resource.ts';
import { backoffMs, type BackoffOptions } from '../timing/backoff.ts';
import type { Clock } from '../timing/clock.ts';
import { yieldAfter, yieldToEventLoop } from '../timing/yield.ts';
import { DelayingQueue } from './delayingQueue.ts';
import { IdleLimit, tenPerSecond, type RunLimit } from './idleLimit.ts';
import { Places } from './places.ts';
import { moreUrgent, PriorityQueue, type Pace, type QueueItem, type Urgency } from './priorityQueue.ts';

export interface WorkResult {
  readonly requeueAfterMs?: number;
  /** Of the run after requeueAfterMs; a deadline is urgent unless said otherwise. */
  readonly priority?: Priority;
  /** A part failed: it is told and backed off as a rejection, and does not put off what requeueAfterMs asks for. */
  readonly failure?: unknown;
  /** Nothing came of it: the key is not worked on again and again at once. */
  readonly isIdle?: boolean;
}

export interface WorkQueueOptions {
  /** How many keys may be worked on at the same time; see places.ts for those of other namespaces. */
  readonly concurrency: number;
  /** The signal is aborted when the queue stops: finish early, but never leave half a thing behind. */
  readonly work: (key: string, signal: AbortSignal, priority: Priority) => Promise<WorkResult>;
  readonly onError: (key: string, error: unknown) => void;
  readonly clock: Clock;
  readonly observer: QueueObserver;
  readonly random?: () => number;
  readonly backoff?: BackoffOptions;
  /** What the failed request was told to wait at least. */
  readonly retryAfterMs?: (error: unknown) => number | undefined;
}

const defaultBackoff: BackoffOptions = { baseMs: 20, ceilingMs: 15_000 };

interface Run {
  readonly priority: Priority;
  /** The key was added meanwhile. */
  again: Urgency | undefined;
  forgotten: boolean;
}

export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #ready = new PriorityQueue();
  readonly #places: Places;
  readonly #delayed: DelayingQueue;
  readonly #limits: Readonly<Record<Pace, RunLimit>>;
  readonly #running = new Map<string, Run>();
  readonly #failures = new Map<string, number>();
  readonly #stopping = new AbortController();
  #started = false;
  #dispatching = false;
  /** Since the last yield: runs that wait for nothing follow each other without a break, and 10,000 would take seconds. */
  #runsInTurn = 0;
  #drained: (() => void) | undefined;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#places = new Places(options.concurrency);
    this.#limits = { Usual: new IdleLimit(options.clock), Pressing: tenPerSecond(options.clock) };
    this.#delayed = new DelayingQueue(options.clock, (key, priority) => this.add(key, priority));
  }

  /** As soon as possible, or as its runs without a result allow. */
  add(key: string, priority: Priority, pace: Pace = 'Usual'): void {
    if (this.#stopping.signal.aborted) return;
    const run = this.#running.get(key);
    if (run !== undefined) run.again = moreUrgent(run.again, { priority, pace });
    else this.#addToReady({ key, priority, pace });
    this.#dispatchSoon();
  }

  /** Later; of several moments the earliest counts. A run before that moment cancels it: it knows anew what is to wait for. */
  addAfter(key: string, delayMs: number, priority: Priority = 'urgent'): void {
    if (!this.#stopping.signal.aborted) this.#delayed.add(key, Math.max(delayMs, 0), priority);
  }

  /** The key is gone: nothing about it is remembered or waited for. A run that is under way is not followed by another. */
  forget(key: string): void {
    this.#ready.remove(key);
    this.#delayed.remove(key);
    this.#failures.delete(key);
    for (const limit of Object.values(this.#limits)) limit.forget(key);
    const run = this.#running.get(key);
    if (run === undefined) return;
    run.again = undefined;
    run.forgotten = true;
  }

  start(): void {
    this.#started = true;
    this.#dispatchSoon();
  }

  /** Starts nothing more and resolves when everything under way has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#ready.clear();
    this.#delayed.clear();
    if (this.#running.size > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  /** Not at once, so that of keys which are added together the urgent ones go first. */
  #dispatchSoon(): void {
    if (this.#dispatching) return;
    this.#dispatching = true;
    queueMicrotask(() => {
      this.#dispatching = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#started && this.#runsInTurn < yieldAfter.queueRuns) {
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
    if (this.#runsInTurn === 0) void yieldToEventLoop().then(() => this.#nextTurn());
    this.#runsInTurn += 1;
  }

  #nextTurn(): void {
    this.#runsInTurn = 0;
    this.#dispatchSoon();
  }

  #addToReady({ key, priority, pace }: Urgency & Pick<QueueItem, 'key'>): void {
    const waitMs = this.#ready.has(key) ? 0 : this.#limits[pace].waitMs(key);
    const sinceMs = this.#options.clock.monotonicMs();
    if (waitMs > 0) this.#delayed.add(key, waitMs, priority);
    else this.#ready.add({ key, priority, pace, flow: parseKey(key).namespace, sinceMs });
  }

  async #run(item: QueueItem): Promise<void> {
    const { key, priority, sinceMs } = item;
    const { clock, observer, work } = this.#options;
    const run: Run = { priority, again: undefined, forgotten: false };
    this.#running.set(key, run);
    this.#places.take(item);
    observer.itemWaited({ priority, seconds: (clock.monotonicMs() - sinceMs) / 1000 });
    try {
      const result = await work(key, this.#stopping.signal, priority);
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
    this.addAfter(key, result.requeueAfterMs, result.priority);
  }

  #failed(key: string, run: Run, error: unknown): void {
    this.#options.onError(key, error);
    if (run.forgotten) return;
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const { backoff = defaultBackoff, random = Math.random, retryAfterMs = () => undefined } = this.#options;
    this.addAfter(key, Math.max(backoffMs(backoff, failures, random), retryAfterMs(error) ?? 0), run.priority);
  }

  #finished(key: string, run: Run): void {
    this.#running.delete(key);
    if (run.again !== undefined) this.add(key, run.again.priority, run.again.pace);
    this.#dispatchSoon();
    if (this.#running.size === 0) this.#drained?.();
  }
}
