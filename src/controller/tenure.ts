// What lives as long as one leadership? Its queues, and what is remembered and told in it.
// The next one starts from nothing: another leader may have acted in between, and must not be contradicted.
import { MANAGER } from '../api/names.ts';
import type { PodView } from '../election/podView.ts';
import { retryAfterMs } from '../kube/apiError.ts';
import type { Change } from '../kube/change.ts';
import type { Clock } from '../kube/clock.ts';
import type { Clients, Connection } from '../kube/connect.ts';
import { EventRecorder } from '../kube/events.ts';
import type { Leadership } from '../kube/leadership.ts';
import type { QueueObserver } from '../kube/observer.ts';
import { objectKey, parseKey } from '../kube/resource.ts';
import { WorkQueue, type Pace, type Priority, type WorkResult } from '../kube/workQueue.ts';
import type { CachedAsvc } from './cachedObject.ts';
import { controllerKeysOf, type Caches } from './caches.ts';
import type { ElectionObserver } from './electionObserver.ts';
import { FailureCounts } from './failureCounts.ts';
import type { LostLedgers } from './lostLedgers.ts';
import type { NodeCensus } from './nodeCensus.ts';
import { MissingNodes } from './missingNodes.ts';
import { MissingPods } from './missingPods.ts';
import { Notices } from './notices.ts';
import { Recollections, type SliceDeletion } from './recollection.ts';
import { PrunedFields } from './prunedFields.ts';
import { reconcile } from './reconcile.ts';
import { Repairs } from './repairs.ts';
import { SparedPods } from './sparedPods.ts';
import { StatusContest } from './statusContest.ts';
import { StatusReporter } from './statusReporter.ts';
import type { Turns } from './triggers.ts';

export type Task = 'reconcile' | 'report' | 'spare';

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
  /** For news of pods that do not come by the watch. */
  readonly podChanged: (change: Change<PodView>) => void;
  readonly lostLedgers: LostLedgers;
}

export class Tenure implements Turns {
  readonly #options: TenureOptions;
  readonly #caches: Caches;
  readonly #census: NodeCensus;
  readonly #podChanged: Knowledge['podChanged'];
  readonly #clients: Clients;
  readonly #recollections: Recollections;
  readonly #notices = new Notices();
  readonly #missingPods = new MissingPods();
  readonly #failureCounts = new FailureCounts();
  readonly #repairs = new Repairs();
  readonly #missingNodes = new MissingNodes();
  readonly #events: EventRecorder;
  readonly #reporter: StatusReporter;
  readonly #passes: WorkQueue;
  readonly #reports: WorkQueue;
  readonly #sparedPods: SparedPods;
  readonly #open = new Set<string>();

  constructor(leadership: Leadership, knowledge: Knowledge, options: TenureOptions) {
    this.#options = options;
    this.#caches = knowledge.caches;
    this.#census = knowledge.census;
    this.#podChanged = knowledge.podChanged;
    this.#recollections = new Recollections(knowledge.lostLedgers);
    this.#clients = options.connection.under(leadership);
    this.#events = this.#makeEvents();
    this.#passes = this.#makeQueue('reconcile', (key, _, priority) => this.#pass(key, priority));
    this.#reports = this.#makeQueue('report', (key) => this.#report(key));
    this.#reporter = new StatusReporter({
      client: this.#clients.background,
      clock: options.clock,
      caches: this.#caches,
      events: this.#events,
      contest: this.#makeContest(),
      queue: () => this.#reports,
      onNews: (key) => this.#passes.add(key, 'background'),
    });
    this.#sparedPods = new SparedPods({
      client: this.#clients.background,
      clock: options.clock,
      caches: this.#caches,
      makeQueue: (work) => this.#makeQueue('spare', work),
      onNews: (key) => this.#passes.add(key, 'background'),
      onError: (key, error) => options.electionObserver.failed({ key, task: 'spare', error }),
    });
  }

  /** How many single objects something is kept of, by kind: nothing outlives its object. */
  get kept(): Readonly<Record<string, number>> {
    return {
      recollections: this.#recollections.size,
      notices: this.#notices.size,
      missingPods: this.#missingPods.size,
      drafts: this.#reporter.size,
      events: this.#events.size,
      sparedPods: this.#sparedPods.size,
      repairs: this.#repairs.size,
      failureCounts: this.#failureCounts.size,
    };
  }

  start(): void {
    this.#passes.start();
    this.#reports.start();
    this.#sparedPods.start();
  }

  /**
   * A namespace, or '' for the whole cluster, is known well enough to act in it. Every object there is looked at once;
   * what changes meanwhile and may be urgent goes first.
   */
  open(namespace: string): void {
    this.#open.add(namespace);
    this.#sparedPods.open(namespace);
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
    this.#endAll();
    await this.#passes.stop();
    await this.#reports.stop();
    await this.#sparedPods.stop();
    await this.#events.stop();
    // Once more: those that were under way have told something.
    this.#endAll();
  }

  /** What this process says of the objects is old from now on: another one leads. */
  #endAll(): void {
    for (const { metadata } of this.#caches.asvcs.values()) this.#options.electionObserver.ended(objectKey(metadata));
  }

  reconcile(key: string, priority: Priority, pace?: Pace): void {
    if (!this.#isOpen(key)) return;
    this.#notices.note(key, this.#options.clock.wallMs());
    this.#passes.add(key, priority, pace);
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
    this.#notices.forget(key);
    this.#recollections.forget(metadata.uid);
    this.#missingPods.forget(metadata.uid);
    this.#events.forget(metadata.uid);
    this.#sparedPods.look(key);
    this.#failureCounts.forget(metadata.uid);
    this.#repairs.forget(metadata.uid);
    this.#options.electionObserver.ended(key);
  }

  sliceDeleted(change: SliceDeletion): void {
    this.#recollections.sliceDeleted(change);
  }

  #isOpen(key: string): boolean {
    return this.#open.has('') || this.#open.has(parseKey(key).namespace);
  }

  /** Whatever comes of it, nobody reads a status more often than an idle key is looked at. */
  async #report(key: string): Promise<WorkResult> {
    return { ...(await this.#reporter.write(key)), isIdle: true };
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
        podChanged: this.#podChanged,
        sparedPods: this.#sparedPods,
        failureCounts: this.#failureCounts,
        repairs: this.#repairs,
        announce: (asvc, event) => this.#reporter.announce(asvc, event),
        missingNodes: this.#missingNodes,
        reporter: this.#reporter,
        observer: electionObserver,
      });
      const outcome = result.failure === undefined ? 'success' : 'error';
      electionObserver.reconciled({ key, seconds: seconds(), outcome });
      return result;
    } catch (error) {
      electionObserver.reconciled({ key, seconds: seconds(), outcome: 'error' });
      throw error;
    } finally {
      this.#sparedPods.look(key);
    }
  }

  #makeContest(): StatusContest {
    const { clock, electionObserver } = this.#options;
    const pruned = new PrunedFields((paths) => electionObserver.fieldsPruned(paths));
    return new StatusContest({ repairs: this.#repairs, pruned, nowMs: () => clock.monotonicMs() });
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
