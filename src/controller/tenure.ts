// What lives as long as one leadership? Its queues, and what is remembered and told in it.
// The next one starts from nothing: another leader may have acted in between, and must not be contradicted.
import type { Clients } from '../kube/connect.ts';
import type { EventRecorder } from '../kube/events.ts';
import type { Leadership } from '../kube/leadership.ts';
import { objectKey, parseKey } from '../kube/resource.ts';
import type { Pace, Priority, WorkQueue, WorkResult } from '../kube/workQueue.ts';
import type { CachedAsvc } from './cachedObject.ts';
import { controllerKeysOf, type Caches } from './caches.ts';
import type { NodeCensus } from './nodeCensus.ts';
import { MissingNodes } from './missingNodes.ts';
import { ObjectMemory } from './objectMemory.ts';
import type { SliceDeletion } from './recollection.ts';
import { reconcile, type ReconcileContext } from './reconcile.ts';
import { SparedPods } from './sparedPods.ts';
import { StatusReporter } from './statusReporter.ts';
import { makeContest, makeEvents, makeQueue, type Knowledge, type TenureOptions } from './tenureParts.ts';
import { timedPass } from './timedPass.ts';
import type { Turns } from './triggers.ts';

export class Tenure implements Turns {
  readonly #options: TenureOptions;
  readonly #caches: Caches;
  readonly #census: NodeCensus;
  readonly #podChanged: Knowledge['podChanged'];
  readonly #clients: Clients;
  readonly #memory: ObjectMemory;
  readonly #missingNodes: MissingNodes;
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
    this.#missingNodes = new MissingNodes(options.clock);
    this.#memory = new ObjectMemory(knowledge.lostLedgers);
    this.#clients = options.connection.under(leadership);
    this.#events = makeEvents(this.#clients.background, options);
    this.#passes = makeQueue('reconcile', options, (key, _, priority) => this.#pass(key, priority));
    this.#reports = makeQueue('report', options, (key) => this.#report(key));
    this.#reporter = new StatusReporter({
      client: this.#clients.background,
      clock: options.clock,
      caches: this.#caches,
      events: this.#events,
      contest: makeContest(this.#memory.repairs, options),
      queue: () => this.#reports,
      onNews: (key) => this.#passes.add(key, 'background'),
    });
    this.#sparedPods = new SparedPods({
      client: this.#clients.background,
      clock: options.clock,
      caches: this.#caches,
      makeQueue: (work) => makeQueue('spare', options, work),
      onNews: (key) => this.#passes.add(key, 'background'),
      onError: (key, error) => options.electionObserver.failed({ key, task: 'spare', error }),
    });
  }

  /** How many single objects something is kept of, by kind: nothing outlives its object. */
  get kept(): Readonly<Record<string, number>> {
    return {
      ...this.#memory.sizes,
      drafts: this.#reporter.size,
      events: this.#events.size,
      sparedPods: this.#sparedPods.size,
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
    this.#memory.notices.note(key, this.#options.clock.wallMs());
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
    this.#memory.forget(metadata);
    this.#events.forget(metadata.uid);
    this.#sparedPods.look(key);
    this.#options.electionObserver.ended(key);
  }

  sliceDeleted(change: SliceDeletion): void {
    this.#memory.recollections.sliceDeleted(change);
  }

  #isOpen(key: string): boolean {
    return this.#open.has('') || this.#open.has(parseKey(key).namespace);
  }

  /** Whatever comes of it, nobody reads a status more often than an idle key is looked at. */
  async #report(key: string): Promise<WorkResult> {
    return { ...(await this.#reporter.write(key)), isIdle: true };
  }

  /** Also among the calls of the API a failover goes before the first elections of ten thousand objects. */
  async #pass(key: string, priority: Priority): Promise<WorkResult> {
    const { clock, electionObserver } = this.#options;
    const { recollections, notices, missingPods, failureCounts, repairs } = this.#memory;
    const context: ReconcileContext = {
      client: priority === 'urgent' ? this.#clients.client : this.#clients.background,
      clock,
      caches: this.#caches,
      census: this.#census,
      recollections,
      notices,
      missingPods,
      failureCounts,
      repairs,
      missingNodes: this.#missingNodes,
      podChanged: this.#podChanged,
      sparedPods: this.#sparedPods,
      announce: (asvc, event) => this.#reporter.announce(asvc, event),
      reporter: this.#reporter,
      observer: electionObserver,
    };
    try {
      return await timedPass(key, this.#options, () => reconcile(key, context));
    } finally {
      this.#sparedPods.look(key);
    }
  }
}
