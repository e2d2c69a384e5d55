// A node has just turned unreachable: alone, or together with most others? Their Leases tell. Until they do, or for half
// a second, its failure is not believed, as in a hold, and nobody is told of it.
import { silentNodes, type NodeFailure, type NodeLease } from '../../election/leaseSilence.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { LeasesByNode, NodeLeases } from './nodeLeases.ts';

export interface SuspicionsOptions {
  readonly clock: Clock;
  readonly leases: Pick<NodeLeases, 'read'>;
  /** With when each of them was last heard of, by its own clock. Before anybody is told of the failures, if in time. */
  readonly fellSilent: (renewMsByName: ReadonlyMap<string, number>) => void;
}

interface Suspicion {
  readonly untilMonotonicMs: number;
  readonly failures: NodeFailure[];
  readonly untold: (() => void)[];
  readonly cancel: () => void;
}

const WAIT_MS = 500;

export class Suspicions {
  readonly #options: SuspicionsOptions;
  #open: Suspicion | undefined;

  constructor(options: SuspicionsOptions) {
    this.#options = options;
  }

  get heldUntilMonotonicMs(): number | undefined {
    return this.#open?.untilMonotonicMs;
  }

  /** `tell` is called as soon as it is known whether the node failed alone: at once where no Leases may be read. */
  raise(failure: NodeFailure, tell: () => void): void {
    const suspicion = this.#open ?? this.#begin();
    if (suspicion === undefined) return tell();
    suspicion.failures.push(failure);
    suspicion.untold.push(tell);
  }

  /** No timer is left. */
  stop(): void {
    this.#open?.cancel();
    this.#open = undefined;
  }

  #begin(): Suspicion | undefined {
    const { clock, leases } = this.#options;
    const reading = leases.read();
    if (reading === undefined) return undefined;
    const suspicion: Suspicion = {
      untilMonotonicMs: clock.monotonicMs() + WAIT_MS,
      failures: [],
      untold: [],
      cancel: clock.setTimer(WAIT_MS, () => this.#end(suspicion)),
    };
    this.#open = suspicion;
    void this.#answer(suspicion, reading);
    return suspicion;
  }

  async #answer(suspicion: Suspicion, reading: Promise<LeasesByNode>): Promise<void> {
    const found: LeasesByNode = (await reading) ?? new Map();
    const silent = silentNodes(found, suspicion.failures);
    this.#options.fellSilent(new Map([...found].filter(([name]) => silent.has(name)).map(renewalOf)));
    this.#end(suspicion);
  }

  #end(suspicion: Suspicion): void {
    if (this.#open !== suspicion) return;
    this.stop();
    for (const tell of suspicion.untold) tell();
  }
}

function renewalOf([name, { renewMs }]: readonly [string, NodeLease]): readonly [string, number] {
  return [name, renewMs];
}
