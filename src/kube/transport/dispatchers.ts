// Which connections are good now?
// One set of pools, shared by all requests, and replaced when certificates change or when connections turn out dead.
import { isDeepStrictEqual } from 'node:util';
import type { KubeConfig } from '@kubernetes/client-node';
import { ConnectionSet } from './connectionSet.ts';
import type { TlsMaterial } from './credentials.ts';

export class Dispatchers {
  readonly #calls: number;
  readonly #retired = new Set<ConnectionSet>();
  #current: ConnectionSet | undefined;

  /** With so many connections for calls. */
  constructor(calls: number) {
    this.#calls = calls;
  }

  set(kubeConfig: KubeConfig, tls: TlsMaterial): ConnectionSet {
    if (this.#current !== undefined && !isDeepStrictEqual(this.#current.tls, tls)) this.retire(this.#current);
    this.#current ??= new ConnectionSet({
      tls,
      route: kubeConfig.createDispatcherOptions(kubeConfig.getCurrentCluster(), tls),
      calls: this.#calls,
    });
    return this.#current;
  }

  /** What is under way ends where it is; whatever comes next gets new connections. */
  retire(set: ConnectionSet): void {
    if (this.#current !== set) return;
    this.#current = undefined;
    this.#retired.add(set);
    void set.retire().finally(() => this.#retired.delete(set));
  }

  /** Cuts off whatever is under way. */
  async close(): Promise<void> {
    const sets = [...this.#retired, ...(this.#current ? [this.#current] : [])];
    this.#current = undefined;
    await Promise.all(sets.map((set) => set.destroy()));
  }
}
