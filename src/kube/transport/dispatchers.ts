// The connection set in use. It is replaced when certificates change or when a connection turns out to be dead.
import { isDeepStrictEqual } from 'node:util';
import type { KubeConfig } from '@kubernetes/client-node';
import { ConnectionSet } from './connectionSet.ts';
import type { TlsMaterial } from './credentials.ts';

export class Dispatchers {
  readonly #calls: number;
  readonly #retired = new Set<ConnectionSet>();
  #current: ConnectionSet | undefined;

  /** `calls`: the maximum number of connections for calls. */
  constructor(calls: number) {
    this.#calls = calls;
  }

  /** The set in use, replaced if the TLS material has changed. */
  set(kubeConfig: KubeConfig, tls: TlsMaterial): ConnectionSet {
    if (this.#current !== undefined && !isDeepStrictEqual(this.#current.tls, tls)) this.retire(this.#current);
    this.#current ??= new ConnectionSet({
      tls,
      route: kubeConfig.createDispatcherOptions(kubeConfig.getCurrentCluster(), tls),
      calls: this.#calls,
    });
    return this.#current;
  }

  /** Requests in flight end on the old connections; new requests get new ones. */
  retire(set: ConnectionSet): void {
    if (this.#current !== set) return;
    this.#current = undefined;
    this.#retired.add(set);
    void set.retire().finally(() => this.#retired.delete(set));
  }

  /** Aborts all requests in flight. */
  async close(): Promise<void> {
    const sets = [...this.#retired, ...(this.#current ? [this.#current] : [])];
    this.#current = undefined;
    await Promise.all(sets.map((set) => set.destroy()));
  }
}
