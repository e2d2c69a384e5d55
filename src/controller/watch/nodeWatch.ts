// The watch of the nodes; one per process, since nodes have no namespace.
// The permission may be missing, above all in namespaced mode: then elections go on without nodes until it is granted.
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

/** As for pods: a frozen connection must not hide a failure for long. */
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

  /** Resolves when all nodes, or those of the latest refresh, are in the store, or reading them is forbidden. */
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

  /** Lists all nodes by a read that begins after this call; resolves as `known` does, at once where it is forbidden. */
  refresh(): Promise<void> {
    if (this.#isForbidden) return this.known;
    const { resolve } = this.#known;
    this.#known = Promise.withResolvers();
    // Those that wait for an earlier list get this one.
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
        // The list is retried for ever; a permission that is denied on purpose is reported once.
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
