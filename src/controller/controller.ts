// How do caches, triggers and leaderships hang together? From start to stop, one controller.
// It follows what happens in the cluster all the time, and acts on it only while it leads.
import { aborted } from '../kube/aborted.ts';
import type { Connection } from '../kube/connect.ts';
import type { PodView } from '../election/podView.ts';
import type { Change } from '../kube/change.ts';
import type { Leadership } from '../kube/leadership.ts';
import type { ApiObserver } from '../kube/observer.ts';
import { Rollbacks } from '../kube/rollbacks.ts';
import { makeCaches } from './caches.ts';
import { LostLedgers } from './lostLedgers.ts';
import { NodeCensus } from './nodeCensus.ts';
import type { NodeObserver } from './nodeObserver.ts';
import { NodeLeases } from './nodeLeases.ts';
import { NodeScope } from './nodeScope.ts';
import type { SliceDeletion } from './recollection.ts';
import { Scope } from './scope.ts';
import { Tenure } from './tenure.ts';
import type { Knowledge, TenureOptions } from './tenureParts.ts';
import { Triggers } from './triggers.ts';

export interface ControllerOptions extends TenureOptions {
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
  readonly #census: NodeCensus;
  readonly #podChanged: (change: Change<PodView>) => void;
  readonly #nodes: NodeScope;
  readonly #scopes: readonly Scope[];
  readonly #complete = new Set<Scope>();
  readonly #lostLedgers = new LostLedgers();
  /** Aborted when the server's data go back. */
  #era = new AbortController();
  #tenure: Tenure | undefined;
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
      reconcile: (key, priority, pace) => this.#tenure?.reconcile(key, priority, pace),
      report: (key) => this.#tenure?.report(key),
      end: (asvc) => {
        this.#lostLedgers.forget(asvc.metadata.uid);
        this.#tenure?.end(asvc);
      },
    });
    const { nodes, readySightings } = this.#caches;
    const leases = new NodeLeases(options);
    this.#stopping.signal.addEventListener('abort', () => leases.stop(), { once: true });
    this.#census = new NodeCensus({ nodes, leases, clock, triggers, observer });
    this.#nodes = new NodeScope({ ...options, rollbacks, store: nodes, census: this.#census });
    const sliceDeleted = (change: SliceDeletion): void => this.#tenure?.sliceDeleted(change);
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
    this.#scopes = (namespaces.length === 0 ? [''] : namespaces).map(
      (namespace) => new Scope({ ...following, namespace }),
    );
  }

  /** The namespaces of which something is not known yet, perhaps because a permission is missing; '' is the whole cluster. */
  get incomplete(): readonly string[] {
    return this.#scopes.filter((scope) => !this.#complete.has(scope)).map(({ namespace }) => namespace);
  }

  /** While it leads: of how many objects something is kept, by kind. */
  get kept(): Readonly<Record<string, number>> {
    return this.#tenure?.kept ?? {};
  }

  /** Nothing is decided of a namespace before all of it is known. Resolves when that is so for the first. */
  async start(): Promise<void> {
    this.#nodes.start(this.#stopping.signal);
    for (const scope of this.#scopes) scope.start(this.#stopping.signal);
    await Promise.race(this.#scopes.map((scope) => this.#completed(scope)));
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
    await Promise.all([this.#nodes.ended, ...this.#scopes.map((scope) => scope.ended())]);
  }

  /** With the server's data each tenure ends: the next one begins from what a start would find. */
  async #lead(leadership: Leadership, until: AbortSignal): Promise<void> {
    let { isSuccession } = leadership;
    while (!until.aborted) {
      await this.#act(leadership, isSuccession, AbortSignal.any([until, this.#era.signal]));
      isSuccession = true;
    }
  }

  async #act(leadership: Leadership, isSuccession: boolean, until: AbortSignal): Promise<void> {
    const tenure = new Tenure(leadership, this.#knowledge, this.#options);
    this.#tenure = tenure;
    tenure.start();
    // Many may have failed while nobody told of it. Whoever hears of their pods first must not take them for failed alone.
    const nodesKnown = isSuccession ? this.#nodes.refresh() : this.#nodes.known;
    for (const scope of this.#scopes) {
      const known = Promise.all([nodesKnown, this.#known(scope, isSuccession)]);
      void known.then(() => tenure.open(scope.namespace));
    }
    await aborted(until);
    await tenure.stop();
    // Not before: it must hear of the objects that go while its last writes are answered.
    this.#tenure = undefined;
  }

  get #knowledge(): Knowledge {
    return {
      caches: this.#caches,
      census: this.#census,
      lostLedgers: this.#lostLedgers,
      podChanged: this.#podChanged,
    };
  }

  #startAnew(): void {
    this.#lostLedgers.keep(this.#caches);
    this.#era.abort();
    this.#era = new AbortController();
  }

  async #completed(scope: Scope): Promise<void> {
    await Promise.all([scope.synced(), this.#nodes.known]);
    this.#complete.add(scope);
  }

  /** A successor has to read what its predecessor wrote last. */
  async #known(scope: Scope, isSuccession: boolean): Promise<void> {
    await scope.synced();
    if (isSuccession) await scope.refreshLedgers();
  }
}
