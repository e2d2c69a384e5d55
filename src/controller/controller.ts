// How do caches, triggers and leaderships hang together? From start to stop, one controller.
// It follows what happens in the cluster all the time, and acts on it only while it leads.
import { aborted } from '../kube/aborted.ts';
import type { Connection } from '../kube/connect.ts';
import type { Leadership } from '../kube/leadership.ts';
import type { ApiObserver } from '../kube/observer.ts';
import { makeCaches } from './caches.ts';
import { NodeCensus } from './nodeCensus.ts';
import type { NodeObserver } from './nodeObserver.ts';
import { NodeLeases } from './nodeLeases.ts';
import { NodeScope } from './nodeScope.ts';
import type { SliceDeletion } from './recollection.ts';
import { Scope } from './scope.ts';
import { Tenure, type TenureOptions } from './tenure.ts';
import { Triggers } from './triggers.ts';

export interface ControllerOptions extends TenureOptions {
  readonly connection: Pick<Connection, 'transport' | 'under'>;
  readonly apiObserver: ApiObserver;
  readonly nodeObserver: NodeObserver;
  /** None: the whole cluster. */
  readonly namespaces: readonly string[];
}

export class Controller {
  readonly #options: ControllerOptions;
  readonly #stopping = new AbortController();
  readonly #caches = makeCaches();
  readonly #census: NodeCensus;
  readonly #nodes: NodeScope;
  readonly #scopes: readonly Scope[];
  readonly #complete = new Set<Scope>();
  #tenure: Tenure | undefined;
  #leading: Promise<void> = Promise.resolve();

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { namespaces, clock, nodeObserver: observer } = options;
    const triggers = new Triggers(this.#caches, {
      reconcile: (key, priority) => this.#tenure?.reconcile(key, priority),
      report: (key) => this.#tenure?.report(key),
      end: (asvc) => this.#tenure?.end(asvc),
    });
    const { nodes } = this.#caches;
    const leases = new NodeLeases(options);
    this.#stopping.signal.addEventListener('abort', () => leases.stop(), { once: true });
    this.#census = new NodeCensus({ nodes, leases, clock, triggers, observer });
    this.#nodes = new NodeScope({ ...options, store: nodes, census: this.#census });
    const sliceDeleted = (change: SliceDeletion): void => this.#tenure?.sliceDeleted(change);
    const following = { ...options, caches: this.#caches, triggers, sliceDeleted };
    this.#scopes = (namespaces.length === 0 ? [''] : namespaces).map(
      (namespace) => new Scope({ ...following, namespace }),
    );
  }

  /** The namespaces of which something is not known yet, perhaps because a right is missing; '' is the whole cluster. */
  get incomplete(): readonly string[] {
    return this.#scopes.filter((scope) => !this.#complete.has(scope)).map(({ namespace }) => namespace);
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

  async #lead(leadership: Leadership, until: AbortSignal): Promise<void> {
    if (until.aborted) return;
    const tenure = new Tenure(leadership, { caches: this.#caches, census: this.#census }, this.#options);
    this.#tenure = tenure;
    tenure.start();
    const { isSuccession } = leadership;
    // Many may have failed while nobody told of it. Whoever hears of their pods first must not take them for failed alone.
    const nodesKnown = isSuccession ? this.#nodes.refresh() : this.#nodes.known;
    for (const scope of this.#scopes) {
      const known = Promise.all([nodesKnown, this.#known(scope, isSuccession)]);
      void known.then(() => tenure.open(scope.namespace));
    }
    await aborted(until);
    this.#tenure = undefined;
    await tenure.stop();
  }

  async #completed(scope: Scope): Promise<void> {
    await Promise.all([scope.synced(), this.#nodes.known]);
    this.#complete.add(scope);
  }

  /** A successor has to read what his predecessor wrote last. */
  async #known(scope: Scope, isSuccession: boolean): Promise<void> {
    await scope.synced();
    if (isSuccession) await scope.refreshLedgers();
  }
}
