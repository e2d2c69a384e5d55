// Renews the Leases of nodes in place of their kubelets, until a node dies.
import { setTimeout as delay } from 'node:timers/promises';
import type { V1Lease } from '@kubernetes/client-node';
import { toMicroTime } from '../../src/kube/api/microTime.ts';
import type { Wire } from '../../src/kube/wire.ts';
import type { Api } from './api.ts';
import { createObject, listObjects, patchObject } from './objects.ts';
import { leases } from './resources.ts';

const namespace = 'kube-node-lease';
const intervalMs = 1000;

export class Heartbeats {
  readonly #api: Api;
  readonly #living: Set<string>;
  readonly #abort = new AbortController();

  private constructor(api: Api, nodes: readonly string[]) {
    this.#api = api;
    this.#living = new Set(nodes);
  }

  static async start(api: Api, nodes: readonly string[]): Promise<Heartbeats> {
    const heartbeats = new Heartbeats(api, nodes);
    await Promise.all(nodes.map((name) => createLease(api, name)));
    void heartbeats.#run();
    return heartbeats;
  }

  /** Its Lease is not renewed any more. */
  end(node: string): void {
    this.#living.delete(node);
  }

  stop(): void {
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      // A failed renewal is followed by the next.
      await Promise.all([...this.#living].map((name) => renew(this.#api, name).catch(() => undefined)));
      await delay(intervalMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

function renewal(agoMs = 0): { readonly renewTime: string } {
  return { renewTime: toMicroTime(Date.now() - agoMs) };
}

/** The Lease of a kubelet that renewed it so long ago. */
export async function setLease(api: Api, name: string, agoSeconds: number): Promise<void> {
  const spec = { holderIdentity: name, leaseDurationSeconds: 40, ...renewal(agoSeconds * 1000) };
  const isThere = (await listObjects<Wire<V1Lease>>(api, leases, namespace)).some(
    ({ metadata }) => metadata?.name === name,
  );
  if (isThere) await patchObject(api, leases, { namespace, name, patch: { spec } });
  else await createObject<Wire<V1Lease>>(api, leases, { metadata: { namespace, name }, spec });
}

function createLease(api: Api, name: string): Promise<unknown> {
  const spec = { holderIdentity: name, leaseDurationSeconds: 40, ...renewal() };
  return createObject<Wire<V1Lease>>(api, leases, { metadata: { namespace, name }, spec });
}

function renew(api: Api, name: string): Promise<unknown> {
  return patchObject(api, leases, { namespace, name, patch: { spec: renewal() } });
}
