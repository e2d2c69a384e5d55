// What is followed of the nodes? They live in no namespace, so there is one of these in each process.
// The permission to read them may be missing, in namespaced mode above all: then elections do without them, until it comes.
import type { NodeView } from '../../election/nodeView.ts';
import { isForbidden } from '../../kube/api/apiError.ts';
import { Reflector } from '../../kube/cache/reflector.ts';
import type { Rollbacks } from '../../kube/cache/rollbacks.ts';
import type { Store } from '../../kube/cache/store.ts';
import type { Connection } from '../../kube/connect.ts';
import type { ApiObserver } from '../../kube/observer.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { readNodeProtobuf } from '../cache/nodeProtobuf.ts';
import { toNodeView } from '../cache/nodeView.ts';
import { nodes } from '../cache/resources.ts';
import type { NodeMonitor } from '../nodes/nodeMonitor.ts';

export interface NodeWatchOptions {
  readonly store: Store<NodeView>;
  readonly nodeMonitor: NodeMonitor;
  readonly connection: Pick<Connection, 'transport'>;
  readonly clock: Clock;
  readonly apiObserver: ApiObserver;
  readonly rollbacks?: Rollbacks;
}

/** As with pods: a failure must not go unseen for long because a connection is frozen. */
const IDLE_MS = 12_000;

export class NodeWatch {
  readonly #options: NodeWatchOptions;
  readonly #reflector: Reflector<NodeView>;
  #known = Promise.withResolvers<void>();
  #isForbidden = false;

  constructor(options: NodeWatchOptions) {
    this.#options = options;
    const { store, nodeMonitor, connection, clock, rollbacks } = options;
    this.#reflector = new Reflector<NodeView>({
      resource: nodes,
      transform: toNodeView,
      fromProtobuf: readNodeProtobuf,
      store,
      onChange: (change) => nodeMonitor.changed(change),
      transport: connection.transport,
      clock,
      observer: this.#observer(),
      idleTimeoutMs: IDLE_MS,
      ...(rollbacks === undefined ? {} : { rollbacks }),
    });
  }

  /** Resolves when all nodes, or those of the latest refresh, are in the store, or it is sure that they may not be read. */
  get known(): Promise<void> {
    return this.#known.promise;
  }

  get ended(): Promise<void> {
    return this.#reflector.ended;
  }

  start(signal: AbortSignal): void {
    this.#reflector.start(signal);
    signal.addEventListener('abort', () => this.#options.nodeMonitor.stop(), { once: true });
    void this.#reflector.synced.then(() => this.#settle(true));
  }

  /** Asks for all nodes by a read that begins after this call; resolves as `known` does, at once where none may be read. */
  refresh(): Promise<void> {
    if (this.#isForbidden) return this.known;
    const { resolve } = this.#known;
    this.#known = Promise.withResolvers();
    // Whoever has waited for an earlier answer is content with this one.
    void this.known.then(resolve);
    void this.#reflector.refresh();
    return this.known;
  }

  #observer(): ApiObserver {
    const { apiObserver } = this.#options;
    return {
      ...apiObserver,
      relisted: (event) => {
        apiObserver.relisted(event);
        this.#settle(true);
      },
      listFailed: (event) => {
        const isForbiddenNow = isForbidden(event.error);
        // It is asked for again and again, and for who does not want to grant the permission once is enough.
        if (!isForbiddenNow || !this.#isForbidden) apiObserver.listFailed(event);
        if (isForbiddenNow) this.#settle(false);
      },
    };
  }

  #settle(isReadable: boolean): void {
    this.#isForbidden = !isReadable;
    this.#options.nodeMonitor.isReadable = isReadable;
    this.#known.resolve();
  }
}
