// Nodes that are silent by their Leases alone during a hold, while the API still has their last report. Reads the
// Leases every 5 s until the API changes the node or its Lease is renewed. Any other renewal time counts as renewed, so
// that no clock matters.
import type { Clock } from '../../kube/timing/clock.ts';
import type { NodeLeases } from './nodeLeases.ts';

export interface SilentLeasesOptions {
  readonly clock: Clock;
  readonly leases: Pick<NodeLeases, 'read'>;
  /** The Lease was renewed; the node has been removed from the set. */
  readonly onRenewed: (name: string) => void;
}

const CHECK_MS = 5000;

export class SilentLeases {
  readonly #options: SilentLeasesOptions;
  #renewMsByName = new Map<string, number>();
  #cancelTimer = (): void => undefined;

  constructor(options: SilentLeasesOptions) {
    this.#options = options;
  }

  has(name: string): boolean {
    return this.#renewMsByName.has(name);
  }

  begin(renewMsByName: ReadonlyMap<string, number>): void {
    this.#renewMsByName = new Map(renewMsByName);
    this.#checkLater();
  }

  /** Call when the API changes or deletes the node. */
  cancel(name: string): void {
    this.#renewMsByName.delete(name);
  }

  /** Removes all nodes and returns their names. */
  end(): readonly string[] {
    const names = [...this.#renewMsByName.keys()];
    this.#renewMsByName.clear();
    this.#cancelTimer();
    return names;
  }

  #checkLater(): void {
    this.#cancelTimer();
    if (this.#renewMsByName.size === 0) return;
    this.#cancelTimer = this.#options.clock.setTimer(CHECK_MS, () => void this.#check());
  }

  async #check(): Promise<void> {
    const found = await this.#options.leases.read();
    for (const [name, renewMs] of found === undefined ? [] : [...this.#renewMsByName]) {
      // A deleted Lease proves nothing: stop counting the node as silent.
      if (found?.get(name)?.renewMs === renewMs || !this.#renewMsByName.delete(name)) continue;
      this.#options.onRenewed(name);
    }
    this.#checkLater();
  }
}
