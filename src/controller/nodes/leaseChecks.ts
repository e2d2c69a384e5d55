// When a node turns unreachable, reads the Leases to see whether it failed alone or together with most others. Until
// the answer, for half a second at most, the failure is not acted on, as in a hold, and triggers no reconcile.
import { silentNodes, type NodeFailure, type NodeLease } from '../../election/leaseSilence.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { LeasesByNode, NodeLeases } from './nodeLeases.ts';

export interface LeaseChecksOptions {
  readonly clock: Clock;
  readonly leases: Pick<NodeLeases, 'read'>;
  /** Renewal times of the silent Leases, by the nodes' clocks. Called before the failures are reported, if in time. */
  readonly onSilent: (renewMsByName: ReadonlyMap<string, number>) => void;
}

interface LeaseCheck {
  readonly untilMonotonicMs: number;
  readonly failures: NodeFailure[];
  readonly reports: (() => void)[];
  readonly cancel: () => void;
}

const WAIT_MS = 500;

export class LeaseChecks {
  readonly #options: LeaseChecksOptions;
  #open: LeaseCheck | undefined;

  constructor(options: LeaseChecksOptions) {
    this.#options = options;
  }

  get heldUntilMonotonicMs(): number | undefined {
    return this.#open?.untilMonotonicMs;
  }

  /** Calls `report` once it is known whether the node failed alone; at once without permission to read Leases. */
  raise(failure: NodeFailure, report: () => void): void {
    const check = this.#open ?? this.#begin();
    if (check === undefined) return report();
    check.failures.push(failure);
    check.reports.push(report);
  }

  /** No timer is left. */
  stop(): void {
    this.#open?.cancel();
    this.#open = undefined;
  }

  #begin(): LeaseCheck | undefined {
    const { clock, leases } = this.#options;
    const reading = leases.read();
    if (reading === undefined) return undefined;
    const check: LeaseCheck = {
      untilMonotonicMs: clock.monotonicMs() + WAIT_MS,
      failures: [],
      reports: [],
      cancel: clock.setTimer(WAIT_MS, () => this.#end(check)),
    };
    this.#open = check;
    void this.#answer(check, reading);
    return check;
  }

  async #answer(check: LeaseCheck, reading: Promise<LeasesByNode>): Promise<void> {
    const found: LeasesByNode = (await reading) ?? new Map();
    const silent = silentNodes(found, check.failures);
    this.#options.onSilent(new Map([...found].filter(([name]) => silent.has(name)).map(renewalOf)));
    this.#end(check);
  }

  #end(check: LeaseCheck): void {
    if (this.#open !== check) return;
    this.stop();
    for (const report of check.reports) report();
  }
}

function renewalOf([name, { renewMs }]: readonly [string, NodeLease]): readonly [string, number] {
  return [name, renewMs];
}
