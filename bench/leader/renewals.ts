// Follows the renewals of a Lease by a watch. A gap lasts from when the holder sent a renewal, by the Lease's renewTime,
// until the next one was seen: the leader has lost its leadership when a gap reaches its renew deadline.
import { LEASE_NAME } from '../../src/api/names.ts';
import type { Lease } from '../../src/kube/leaderElection/lease.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { leases } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';

export class Renewals {
  readonly gapsMs: number[] = [];
  readonly #watcher: Watcher<Lease>;
  #sentMs: number | undefined;
  #transitions = { first: NaN, last: NaN };

  private constructor(watcher: Watcher<Lease>) {
    this.#watcher = watcher;
  }

  static async start(plane: ControlPlane, namespace: string): Promise<Renewals> {
    return new Renewals(await Watcher.start<Lease>(plane.api, { resource: leases, namespace, name: LEASE_NAME }));
  }

  /** How often another process became the holder. */
  get transitions(): number {
    return this.#transitions.last - this.#transitions.first;
  }

  /** Takes the events since the last call. */
  collect(): void {
    for (const { object, atMs } of this.#watcher.events) this.#saw(object, performance.timeOrigin + atMs);
    this.#watcher.forgetEvents();
  }

  stop(): void {
    this.collect();
    this.#watcher.stop();
  }

  #saw({ spec }: Lease, atMs: number): void {
    const sentMs = Date.parse(String(spec?.renewTime));
    if (this.#sentMs !== undefined && sentMs !== this.#sentMs) this.gapsMs.push(atMs - this.#sentMs);
    this.#sentMs = sentMs;
    const transitions = spec?.leaseTransitions ?? 0;
    const { first } = this.#transitions;
    this.#transitions = { first: Number.isNaN(first) ? transitions : first, last: transitions };
  }
}
