// Connects caches, watches, triggers and leader sessions; one instance from start to stop.
// Watches the cluster all the time, and acts on it only while this process leads.
import type { PodView } from '../election/podView.ts';
import type { Change } from '../kube/cache/change.ts';
import { Rollbacks } from '../kube/cache/rollbacks.ts';
import type { Connection } from '../kube/connect.ts';
import type { Leadership } from '../kube/leaderElection/leadership.ts';
import type { ApiObserver } from '../kube/observer.ts';
import { aborted } from '../kube/timing/aborted.ts';
import { makeCaches } from './cache/caches.ts';
import { LeaderSession } from './leaderSession.ts';
import type { ClusterState, LeaderSessionOptions } from './leaderSessionParts.ts';
import { NodeLeases } from './nodes/nodeLeases.ts';
import { NodeMonitor } from './nodes/nodeMonitor.ts';
import type { NodeObserver } from './nodes/nodeObserver.ts';
import { LostLedgers } from './reconcile/lostLedgers.ts';
import type { SliceDeletion } from './reconcile/reconcileState.ts';
import { NamespaceWatches } from './watch/namespaceWatches.ts';
import { NodeWatch } from './watch/nodeWatch.ts';
import { Triggers } from './watch/triggers.ts';

export interface ControllerOptions extends LeaderSessionOptions {
  readonly connection: Pick<Connection, 'transport' | 'under' | 'expectUrgent'>;
  readonly apiObserver: ApiObserver;
  readonly nodeObserver: NodeObserver;
  /** Empty: the whole cluster. */
  readonly namespaces: readonly string[];
  /** Shared by all controllers that watch the same server. */
  readonly rollbacks?: Rollbacks;
}

export class Controller {
  readonly #options: ControllerOptions;
  readonly #stopping = new AbortController();
  readonly #caches = makeCaches();
  readonly #nodeMonitor: NodeMonitor;
  readonly #podChanged: (change: Change<PodView>) => void;
  readonly #nodes: NodeWatch;
  readonly #namespaceWatches: readonly NamespaceWatches[];
  readonly #complete = new Set<NamespaceWatches>();
  readonly #lostLedgers = new LostLedgers();
  /** Aborted when the server's data were rolled back. */
  #era = new AbortController();
  #session: LeaderSession | undefined;
  #leading: Promise<void> = Promise.resolve();

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { namespaces, clock, nodeObserver: observer, rollbacks = new Rollbacks() } = options;
    // Registered before the caches, which list again on a rollback: lost ledgers are read from the old contents.
    this.#stopping.signal.addEventListener(
      'abort',
      rollbacks.listen(() => this.#rolledBack()),
    );
    const triggers = new Triggers(this.#caches, {
      reconcile: (key, priority, pace) => this.#session?.reconcile(key, priority, pace),
      updateStatus: (key) => this.#session?.updateStatus(key),
      end: (asvc) => {
        this.#lostLedgers.forget(asvc.metadata.uid);
        this.#session?.end(asvc);
      },
    });
    const { nodes, readySightings } = this.#caches;
    const leases = new NodeLeases(options);
    this.#stopping.signal.addEventListener('abort', () => leases.stop(), { once: true });
    this.#nodeMonitor = new NodeMonitor({ nodes, leases, clock, triggers, observer });
    this.#nodes = new NodeWatch({ ...options, rollbacks, store: nodes, nodeMonitor: this.#nodeMonitor });
    const sliceDeleted = (change: SliceDeletion): void => this.#session?.sliceDeleted(change);
    this.#podChanged = (change) => {
      readySightings.changed(change, { wallMs: clock.wallMs() });
      triggers.podChanged(change);
    };
    const watchOptions = {
      ...options,
      rollbacks,
      caches: this.#caches,
      triggers,
      sliceDeleted,
      podChanged: this.#podChanged,
    };
    this.#namespaceWatches = (namespaces.length === 0 ? [''] : namespaces).map(
      (namespace) => new NamespaceWatches({ ...watchOptions, namespace }),
    );
  }

  /** Namespaces whose caches are not synced yet, perhaps because a permission is missing; '' is the whole cluster. */
  get incomplete(): readonly string[] {
    return this.#namespaceWatches.filter((watches) => !this.#complete.has(watches)).map(({ namespace }) => namespace);
  }

  /** Sizes of the leader session's per-object maps, by kind; empty while this process does not lead. */
  get kept(): Readonly<Record<string, number>> {
    return this.#session?.kept ?? {};
  }

  /** Starts the watches. Resolves when the first namespace is synced; no namespace is acted on before it is synced. */
  async start(): Promise<void> {
    this.#nodes.start(this.#stopping.signal);
    for (const watches of this.#namespaceWatches) watches.start(this.#stopping.signal);
    await Promise.race(this.#namespaceWatches.map((watches) => this.#completed(watches)));
  }

  /** Acts until the leadership ends or the controller stops; resolves when no write is in flight any more. */
  lead(leadership: Leadership): Promise<void> {
    this.#leading = this.#lead(leadership, AbortSignal.any([leadership.signal, this.#stopping.signal]));
    return this.#leading;
  }

  /** Starts no more writes; resolves when those in flight have been answered or given up and all watches have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#leading;
    await Promise.all([this.#nodes.ended, ...this.#namespaceWatches.map((watches) => watches.ended())]);
  }

  /** A rollback of the server's data ends the leader session; the next one begins as after a restart. */
  async #lead(leadership: Leadership, until: AbortSignal): Promise<void> {
    let { isSuccession } = leadership;
    while (!until.aborted) {
      await this.#act(leadership, isSuccession, AbortSignal.any([until, this.#era.signal]));
      isSuccession = true;
    }
  }

  async #act(leadership: Leadership, isSuccession: boolean, until: AbortSignal): Promise<void> {
    const session = new LeaderSession(leadership, this.#clusterState, this.#options);
    this.#session = session;
    session.start();
    // Many nodes may have failed while no watch reported it. Their pods' events, if they come first, must not look like
    // failures of single pods.
    const nodesKnown = isSuccession ? this.#nodes.refresh() : this.#nodes.known;
    for (const watches of this.#namespaceWatches) {
      const known = Promise.all([nodesKnown, this.#known(watches, isSuccession)]);
      void known.then(() => session.open(watches.namespace));
    }
    await aborted(until);
    await session.stop();
    // Only now: until its last writes are answered, the session must see which objects are deleted.
    this.#session = undefined;
  }

  get #clusterState(): ClusterState {
    return {
      caches: this.#caches,
      nodeMonitor: this.#nodeMonitor,
      lostLedgers: this.#lostLedgers,
      podChanged: this.#podChanged,
    };
  }

  #rolledBack(): void {
    this.#lostLedgers.keep(this.#caches);
    this.#era.abort();
    this.#era = new AbortController();
  }

  async #completed(watches: NamespaceWatches): Promise<void> {
    await Promise.all([watches.synced(), this.#nodes.known]);
    this.#complete.add(watches);
  }

  /** A successor must read the last writes of its predecessor. */
  async #known(watches: NamespaceWatches, isSuccession: boolean): Promise<void> {
    await watches.synced();
    if (isSuccession) await watches.refreshLedgers();
  }
}
