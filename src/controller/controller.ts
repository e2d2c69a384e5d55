// How do caches, triggers and leaderships hang together? From start to stop, one controller.
// It follows what happens in the cluster all the time, and acts on it only while it leads.
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
  readonly connection: Pick<Connection, 'transport' | 'under'>;
  readonly apiObserver: ApiObserver;
  readonly nodeObserver: NodeObserver;
  /** None: the whole cluster. */
  readonly namespaces: readonly string[];
  /** Shared by all that follow the same server. */
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
  /** Aborted when the server's data go back. */
  #era = new AbortController();
  #session: LeaderSession | undefined;
  #leading: Promise<void> = Promise.resolve();

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { namespaces, clock, nodeObserver: observer, rollbacks = new Rollbacks() } = options;
    // Before the caches listen, which start anew then.
    this.#stopping.signal.addEventListener(
      'abort',
      rollbacks.listen(() => this.#startAnew()),
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
    const following = {
      ...options,
      rollbacks,
      caches: this.#caches,
      triggers,
      sliceDeleted,
      podChanged: this.#podChanged,
    };
    this.#namespaceWatches = (namespaces.length === 0 ? [''] : namespaces).map(
      (namespace) => new NamespaceWatches({ ...following, namespace }),
    );
  }

  /** The namespaces of which something is not known yet, perhaps because a permission is missing; '' is the whole cluster. */
  get incomplete(): readonly string[] {
    return this.#namespaceWatches.filter((watches) => !this.#complete.has(watches)).map(({ namespace }) => namespace);
  }

  /** While it leads: of how many objects something is kept, by kind. */
  get kept(): Readonly<Record<string, number>> {
    return this.#session?.kept ?? {};
  }

  /** Nothing is decided of a namespace before all of it is known. Resolves when that is so for the first. */
  async start(): Promise<void> {
    this.#nodes.start(this.#stopping.signal);
    for (const watches of this.#namespaceWatches) watches.start(this.#stopping.signal);
    await Promise.race(this.#namespaceWatches.map((watches) => this.#completed(watches)));
  }

  /** Acts until the leadership ends or the controller stops; resolves when nothing of it is under way any more. */
  lead(leadership: Leadership): Promise<void> {
    this.#leading = this.#lead(leadership, AbortSignal.any([leadership.signal, this.#stopping.signal]));
    return this.#leading;
  }

  /** Starts no more writes, and resolves when those under way have been answered or given up. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#leading;
    await Promise.all([this.#nodes.ended, ...this.#namespaceWatches.map((watches) => watches.ended())]);
  }

  /** With the server's data each leader session ends: the next one begins from what a start would find. */
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
    // Many may have failed while nobody told of it. Whoever hears of their pods first must not take them for failed alone.
    const nodesKnown = isSuccession ? this.#nodes.refresh() : this.#nodes.known;
    for (const watches of this.#namespaceWatches) {
      const known = Promise.all([nodesKnown, this.#known(watches, isSuccession)]);
      void known.then(() => session.open(watches.namespace));
    }
    await aborted(until);
    await session.stop();
    // Not before: it must hear of the objects that go while its last writes are answered.
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

  #startAnew(): void {
    this.#lostLedgers.keep(this.#caches);
    this.#era.abort();
    this.#era = new AbortController();
  }

  async #completed(watches: NamespaceWatches): Promise<void> {
    await Promise.all([watches.synced(), this.#nodes.known]);
    this.#complete.add(watches);
  }

  /** A successor has to read what its predecessor wrote last. */
  async #known(watches: NamespaceWatches, isSuccession: boolean): Promise<void> {
    await watches.synced();
    if (isSuccession) await watches.refreshLedgers();
  }
}
