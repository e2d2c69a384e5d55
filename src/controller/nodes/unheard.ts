// Which nodes are silent by their Leases alone, during a hold? The API still says what their kubelets said last. They are
// looked at again every few seconds, until the API speaks of them, or a Lease is renewed: by any time, so that no clock
// matters.
import type { Clock } from '../../kube/timing/clock.ts';
import type { NodeLeases } from './nodeLeases.ts';

export interface UnheardOptions {
  readonly clock: Clock;
  readonly leases: Pick<NodeLeases, 'read'>;
  /** It is heard of again, and no longer one of these. */
  readonly onHeard: (name: string) => void;
}

const LOOK_AGAIN_MS = 5000;

export class Unheard {
  readonly #options: UnheardOptions;
  #renewMsByName = new Map<string, number>();
  #cancelTimer = (): void => undefined;

  constructor(options: UnheardOptions) {
    this.#options = options;
  }

  has(name: string): boolean {
    return this.#renewMsByName.has(name);
  }

  begin(renewMsByName: ReadonlyMap<string, number>): void {
    this.#renewMsByName = new Map(renewMsByName);
    this.#lookLater();
  }

  /** The API says how it is, or that it is gone. */
  cancel(name: string): void {
    this.#renewMsByName.delete(name);
  }

  /** Says which they were. */
  end(): readonly string[] {
    const names = [...this.#renewMsByName.keys()];
    this.#renewMsByName.clear();
    this.#cancelTimer();
    return names;
  }

  #lookLater(): void {
    this.#cancelTimer();
    if (this.#renewMsByName.size === 0) return;
    this.#cancelTimer = this.#options.clock.setTimer(LOOK_AGAIN_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    const found = await this.#options.leases.read();
    for (const [name, renewMs] of found === undefined ? [] : [...this.#renewMsByName]) {
      // Without its Lease nothing is known of it.
      if (found?.get(name)?.renewMs === renewMs || !this.#renewMsByName.delete(name)) continue;
      this.#options.onHeard(name);
    }
    this.#lookLater();
  }
}
