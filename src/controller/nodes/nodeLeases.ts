// Reads the Leases of kubelets, which show a silent node long before the API marks it unreachable. Read on demand only:
// kubelets renew them all the time, and a watch of thousands would cost more than everything else. Callers within a
// second share one read.
import type { NodeLease } from '../../election/leaseSilence.ts';
import { isForbidden } from '../../kube/api/apiError.ts';
import { listPages } from '../../kube/api/pagedList.ts';
import type { Connection } from '../../kube/connect.ts';
import { durationMsOf, leases, type Lease } from '../../kube/leaderElection/lease.ts';
import type { ApiObserver } from '../../kube/observer.ts';
import { RisingPriority } from '../../kube/queue/risingPriority.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { Transport } from '../../kube/transport/transport.ts';

export interface NodeLeasesOptions {
  readonly connection: Pick<Connection, 'transport'>;
  readonly clock: Clock;
  readonly apiObserver: ApiObserver;
}

/** By the name of the node; undefined without an answer. */
export type LeasesByNode = ReadonlyMap<string, NodeLease> | undefined;

const NAMESPACE = 'kube-node-lease';

/** The kubelets' default. */
const DURATION_MS = 40_000;

const SHARED_MS = 1000;

/** Wait before the next read after `Forbidden`: that stays until a person changes it. */
const FORBIDDEN_MS = 30_000;

export class NodeLeases {
  readonly #options: NodeLeasesOptions;
  readonly #stopping = new AbortController();
  #latest: Promise<LeasesByNode> | undefined;
  #cancel: () => void = () => undefined;
  /** Monotonic. */
  #forbiddenUntilMs = -Infinity;
  #isForbidden = false;

  constructor(options: NodeLeasesOptions) {
    this.#options = options;
  }

  /** Undefined without permission to read Leases. Never rejects. */
  read(): Promise<LeasesByNode> | undefined {
    const { clock } = this.#options;
    if (clock.monotonicMs() < this.#forbiddenUntilMs) return undefined;
    if (this.#latest !== undefined) return this.#latest;
    this.#cancel = clock.setTimer(SHARED_MS, () => (this.#latest = undefined));
    this.#latest = this.#list();
    return this.#latest;
  }

  stop(): void {
    this.#stopping.abort();
    this.#cancel();
  }

  async #list(): Promise<LeasesByNode> {
    try {
      const found = await this.#listAll();
      this.#isForbidden = false;
      return found;
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#failed(error);
      return undefined;
    }
  }

  /** A quorum read; keeps two numbers per node. */
  async #listAll(): Promise<LeasesByNode> {
    const { connection, clock, apiObserver: observer } = this.#options;
    const caller = { transport: urgent(connection.transport), observer, clock };
    const request = { resource: leases, namespace: NAMESPACE, signal: this.#stopping.signal };
    const found = new Map<string, NodeLease>();
    for await (const page of listPages<Lease>(caller, request)) {
      for (const { metadata, spec = {} } of page.items) {
        const renewMs = Date.parse(spec.renewTime ?? '');
        const durationMs = durationMsOf(spec, DURATION_MS);
        if (!Number.isNaN(renewMs)) found.set(metadata?.name ?? '', { renewMs, durationMs });
      }
    }
    return found;
  }

  /** Reports `Forbidden` once: the permission is optional. */
  #failed(error: unknown): void {
    const { apiObserver, clock } = this.#options;
    const isForbiddenNow = isForbidden(error);
    if (!isForbiddenNow || !this.#isForbidden) apiObserver.listFailed({ resource: leases, error });
    this.#isForbidden = isForbiddenNow;
    if (isForbiddenNow) this.#forbiddenUntilMs = clock.monotonicMs() + FORBIDDEN_MS;
  }
}

/** Sends with priority `urgent`: failovers wait for the answer. */
function urgent(transport: Transport): Transport {
  const priority = new RisingPriority('urgent');
  return { ...transportOf(transport), send: (request) => transport.send({ ...request, priority }) };
}

function transportOf(transport: Transport): Pick<Transport, 'stream' | 'close'> {
  return { stream: (request) => transport.stream(request), close: async () => undefined };
}
