// One leader session: the queues and all state that live only while this process leads.
import type { Clients } from '../kube/connect.ts';
import type { EventRecorder } from '../kube/events/events.ts';
import type { Leadership } from '../kube/leaderElection/leadership.ts';
import type { Priority } from '../kube/observer.ts';
import type { Pace } from '../kube/queue/priorityQueue.ts';
import type { RisingPriority } from '../kube/queue/risingPriority.ts';
import type { WorkQueue, WorkResult } from '../kube/queue/workQueue.ts';
import { objectKey, parseKey } from '../kube/resource.ts';
import { SparedPods } from './apply/sparedPods.ts';
import type { CachedAsvc } from './cache/cachedObject.ts';
import type { Caches } from './cache/caches.ts';
import {
  makeContest,
  makeEvents,
  makeQueue,
  type ClusterState,
  type LeaderSessionOptions,
} from './leaderSessionParts.ts';
import { MissingNodes } from './nodes/missingNodes.ts';
import type { NodeMonitor } from './nodes/nodeMonitor.ts';
import { ObjectTrackers } from './reconcile/objectTrackers.ts';
import { reconcile, type ReconcileContext } from './reconcile/reconcile.ts';
import type { SliceDeletion } from './reconcile/reconcileState.ts';
import { StatusUpdater } from './reconcile/statusUpdater.ts';
import { timedReconcile } from './reconcile/timedReconcile.ts';
import { openingRequests } from './watch/openingRequests.ts';
import type { ReconcileRequests } from './watch/triggers.ts';

/**
 * Guarantees:
 * - Writes go through clients that send them only while the leadership is held.
 * - No object is reconciled before its namespace was opened; opening one queues each of its objects once.
 * - A session takes over no state from an earlier one, except lost ledgers: another leader may have acted in between.
 * - State of a single object is dropped when the object is deleted.
 * Caveats:
 * - `stop` waits for writes in flight; the next session must not start before it has resolved.
 * - Status, Events and deletion costs follow in queues of their own and may lag behind the slice.
 */
export class LeaderSession implements ReconcileRequests {
  readonly #options: LeaderSessionOptions;
  readonly #caches: Caches;
  readonly #nodeMonitor: NodeMonitor;
  readonly #podChanged: ClusterState['podChanged'];
  readonly #clients: Clients;
  readonly #trackers: ObjectTrackers;
  readonly #missingNodes: MissingNodes;
  readonly #events: EventRecorder;
  readonly #statusUpdater: StatusUpdater;
  readonly #reconciles: WorkQueue;
  readonly #statusUpdates: WorkQueue;
  readonly #sparedPods: SparedPods;
  readonly #open = new Set<string>();

  constructor(leadership: Leadership, clusterState: ClusterState, options: LeaderSessionOptions) {
    this.#options = options;
    this.#caches = clusterState.caches;
    this.#nodeMonitor = clusterState.nodeMonitor;
    this.#podChanged = clusterState.podChanged;
    this.#missingNodes = new MissingNodes(options.clock);
    this.#trackers = new ObjectTrackers(clusterState.lostLedgers);
    this.#clients = options.connection.under(leadership);
    this.#events = makeEvents(this.#clients.background, options);
    this.#reconciles = makeQueue('reconcile', options, (key, _, priority) => this.#reconcile(key, priority));
    this.#statusUpdates = makeQueue('status', options, (key) => this.#updateStatus(key));
    this.#statusUpdater = new StatusUpdater({
      client: this.#clients.background,
      clock: options.clock,
      caches: this.#caches,
      events: this.#events,
      contest: makeContest(this.#trackers.repairs, options),
      queue: () => this.#statusUpdates,
      onNews: (key) => this.#reconciles.add(key, 'background', 'Pressing'),
    });
    this.#sparedPods = new SparedPods({
      client: this.#clients.background,
      clock: options.clock,
      caches: this.#caches,
      makeQueue: (work) => makeQueue('spare', options, work),
      onNews: (key) => this.#reconciles.add(key, 'background'),
      onError: (key, error) => options.electionObserver.failed({ key, task: 'spare', error }),
    });
  }

  /** Sizes of the per-object maps, by kind: no entry outlives its object. */
  get kept(): Readonly<Record<string, number>> {
    return {
      ...this.#trackers.sizes,
      drafts: this.#statusUpdater.size,
      events: this.#events.size,
      sparedPods: this.#sparedPods.size,
    };
  }

  start(): void {
    this.#reconciles.start();
    this.#statusUpdates.start();
    this.#sparedPods.start();
  }

  /**
   * Allows reconciles in a namespace, or with '' in the whole cluster, once its caches are synced. Queues every object
   * there once: in the background, unless its active has failed. Urgent changes go first.
   */
  open(namespace: string): void {
    this.#open.add(namespace);
    this.#sparedPods.open(namespace);
    for (const [key, { priority, pace }] of openingRequests(namespace, this.#caches))
      this.#reconciles.add(key, priority, pace);
  }

  /** Starts nothing more; resolves when every write in flight has been answered or given up. */
  async stop(): Promise<void> {
    this.#endAll();
    await this.#reconciles.stop();
    await this.#statusUpdates.stop();
    await this.#sparedPods.stop();
    await this.#events.stop();
    // Again: reconciles that were in flight may have reported.
    this.#endAll();
  }

  /** Removes this process's series of all objects: they are stale once another process leads. */
  #endAll(): void {
    for (const { metadata } of this.#caches.asvcs.values()) this.#options.electionObserver.ended(objectKey(metadata));
  }

  reconcile(key: string, priority: Priority, pace?: Pace): void {
    if (!this.#isOpen(key)) return;
    this.#trackers.triggerTimes.note(key, this.#options.clock.wallMs());
    this.#reconciles.add(key, priority, pace);
  }

  /** Without a pending status update, only a reconcile can say what the status should be. */
  updateStatus(key: string): void {
    if (this.#statusUpdater.isEcho(key)) return;
    if (this.#statusUpdater.isPending(key)) this.#statusUpdates.add(key, 'background');
    else if (this.#isOpen(key)) this.#reconciles.add(key, 'background');
  }

  end({ metadata }: CachedAsvc): void {
    const key = objectKey(metadata);
    this.#reconciles.forget(key);
    this.#statusUpdates.forget(key);
    this.#statusUpdater.forget(key);
    this.#trackers.forget(metadata);
    this.#events.forget(metadata.uid);
    this.#sparedPods.look(key);
    this.#options.electionObserver.ended(key);
  }

  sliceDeleted(change: SliceDeletion): void {
    this.#trackers.reconcileStates.sliceDeleted(change);
  }

  #isOpen(key: string): boolean {
    return this.#open.has('') || this.#open.has(parseKey(key).namespace);
  }

  /** Always idle: a status need not be written more often than the queue's idle limit allows. */
  async #updateStatus(key: string): Promise<WorkResult> {
    return { ...(await this.#statusUpdater.write(key)), isIdle: true };
  }

  /** The calls of an urgent reconcile are urgent: a failover goes before the first elections of 10,000 objects. */
  async #reconcile(key: string, priority: RisingPriority): Promise<WorkResult> {
    const { clock, electionObserver } = this.#options;
    const { reconcileStates, triggerTimes, missingPods, failureCounts, repairs } = this.#trackers;
    const context: ReconcileContext = {
      client: this.#clients.at(priority),
      clock,
      caches: this.#caches,
      nodeMonitor: this.#nodeMonitor,
      reconcileStates,
      triggerTimes,
      missingPods,
      failureCounts,
      repairs,
      missingNodes: this.#missingNodes,
      podChanged: this.#podChanged,
      sparedPods: this.#sparedPods,
      announce: (asvc, event) => this.#statusUpdater.announce(asvc, event),
      statusUpdater: this.#statusUpdater,
      observer: electionObserver,
    };
    try {
      return await timedReconcile(key, this.#options, () => reconcile(key, context));
    } finally {
      this.#sparedPods.look(key);
    }
  }
}
