// What lives as long as one leadership? Its queues, and what is remembered and told in it.
// The next one starts from nothing: another leader may have acted in between, and must not be contradicted.
import { MANAGER } from '../api/names.ts';
import { retryAfterMs } from '../kube/apiError.ts';
import type { Clock } from '../kube/clock.ts';
import type { Clients, Connection } from '../kube/connect.ts';
import { EventRecorder } from '../kube/events.ts';
import type { Leadership } from '../kube/leadership.ts';
import type { QueueObserver } from '../kube/observer.ts';
import { objectKey, parseKey } from '../kube/resource.ts';
import { WorkQueue, type Priority } from '../kube/workQueue.ts';
import type { CachedAsvc } from './cachedObject.ts';
import { controllerKeysOf, type Caches } from './caches.ts';
import type { ElectionObserver } from './electionObserver.ts';
import type { NodeCensus } from './nodeCensus.ts';
import { MissingPods } from './missingPods.ts';
import { Notices } from './notices.ts';
import { Recollections, type SliceDeletion } from './recollection.ts';
import { reconcile } from './reconcile.ts';
import { StatusReporter } from './statusReporter.ts';
import type { Turns } from './triggers.ts';

export type Task = 'reconcile' | 'report';

export interface TenureOptions {
  readonly connection: Pick<Connection, 'under'>;
  readonly clock: Clock;
  readonly queueObserver: (task: Task) => QueueObserver;
  readonly electionObserver: ElectionObserver;
  /** How many objects are worked on at the same time; as many statuses are written beside them. */
  readonly concurrency: number;
  /** Names this process in Events. */
  readonly instance: string;
}

/** Of the cluster; it outlives every leadership. */
export interface Knowledge {
  readonly caches: Caches;
  readonly census: NodeCensus;
}

export class Tenure implements Turns {
  readonly #options: TenureOptions;
  readonly #caches: Caches;
  readonly #census: NodeCensus;
  readonly #clients: Clients;
  readonly #recollections = new Recollections();
  readonly #notices = new Notices();
  readonly #missingPods = new MissingPods();
  readonly #events: EventRecorder;
  readonly #reporter: StatusReporter;
  readonly #passes: WorkQueue;
  readonly #reports: WorkQueue;
  readonly #open = new Set<string>();

  constructor(leadership: Leadership, { caches, census }: Knowledge, options: TenureOptions) {
    this.#options = options;
    this.#caches = caches;
    this.#census = census;
    this.#clients = options.connection.under(leadership);
    this.#events = this.#makeEvents();
    this.#passes = this.#makeQueue('reconcile', (key, _, priority) => this.#pass(key, priority));
    this.#reports = this.#makeQueue('report', (key) => this.#reporter.write(key));
    this.#reporter = new StatusReporter({
      client: this.#clients.background,
      clock: options.clock,
      caches,
      events: this.#events,
      queue: () => this.#reports,
      onNews: (key) => this.#passes.add(key, 'background'),
    });
  }

  start(): void {
    this.#passes.start();
    this.#reports.start();
  }

  /**
   * A namespace, or '' for the whole cluster, is known well enough to act in it. Every object there is looked at once;
   * what changes meanwhile and may be urgent goes first.
   */
  open(namespace: string): void {
    this.#open.add(namespace);
    for (const { metadata } of this.#caches.asvcs.values()) {
      if (namespace === '' || metadata.namespace === namespace) this.#passes.add(objectKey(metadata), 'background');
    }
    for (const slice of this.#caches.slices.values()) {
      if (namespace !== '' && slice.metadata.namespace !== namespace) continue;
      // Of an object that went while nobody led.
      for (const key of controllerKeysOf(slice))
        if (this.#caches.asvcs.get(key) === undefined) this.#passes.add(key, 'background');
    }
  }

  /** Starts nothing more, and resolves when every write under way has been answered or given up. */
  async stop(): Promise<void> {
    await this.#passes.stop();
    await this.#reports.stop();
    await this.#events.stop();
    // What this process says of them is old from now on: another one leads.
    for (const { metadata } of this.#caches.asvcs.values()) this.#options.electionObserver.ended(objectKey(metadata));
  }

  reconcile(key: string, priority: Priority): void {
    if (!this.#isOpen(key)) return;
    this.#notices.note(key, this.#options.clock.wallMs());
    this.#passes.add(key, priority);
  }

  /** Where nothing waits to be told, only a pass can say what the status should be. */
  report(key: string): void {
    if (this.#reporter.isPending(key)) this.#reports.add(key, 'background');
    else if (this.#isOpen(key)) this.#passes.add(key, 'background');
  }

  end({ metadata }: CachedAsvc): void {
    const key = objectKey(metadata);
    this.#passes.forget(key);
    this.#reports.forget(key);
    this.#reporter.forget(key);
    this.#recollections.forget(metadata.uid);
    this.#options.electionObserver.ended(key);
  }

  sliceDeleted(change: SliceDeletion): void {
    this.#recollections.sliceDeleted(change);
  }

  #isOpen(key: string): boolean {
    return this.#open.has('') || this.#open.has(parseKey(key).namespace);
  }

  /** Also among the calls of the API a failover goes before the first elections of ten thousand objects. */
  async #pass(key: string, priority: Priority) {
    const { clock, electionObserver } = this.#options;
    const startMs = clock.monotonicMs();
    const seconds = () => (clock.monotonicMs() - startMs) / 1000;
    try {
      const result = await reconcile(key, {
        client: priority === 'urgent' ? this.#clients.client : this.#clients.background,
        clock,
        caches: this.#caches,
        census: this.#census,
        recollections: this.#recollections,
        notices: this.#notices,
        missingPods: this.#missingPods,
        reporter: this.#reporter,
        observer: electionObserver,
      });
      const outcome = result.failure === undefined ? 'success' : 'error';
      electionObserver.reconciled({ key, seconds: seconds(), outcome });
      return result;
    } catch (error) {
      electionObserver.reconciled({ key, seconds: seconds(), outcome: 'error' });
      throw error;
    }
  }

  #makeEvents(): EventRecorder {
    const { clock, instance, electionObserver } = this.#options;
    return new EventRecorder({
      client: this.#clients.background,
      reportingController: MANAGER,
      reportingInstance: instance,
      clock,
      onError: (error) => electionObserver.failed({ key: '', task: 'report', error }),
    });
  }

  #makeQueue(task: Task, work: ConstructorParameters<typeof WorkQueue>[0]['work']): WorkQueue {
    const { concurrency, clock, queueObserver, electionObserver } = this.#options;
    const onError = (key: string, error: unknown) => electionObserver.failed({ key, task, error });
    const observer = queueObserver(task);
    return new WorkQueue({ concurrency, work, onError, clock, observer, retryAfterMs });
  }
}
