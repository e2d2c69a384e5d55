// Over which connections do requests go?
// One set of pools, shared by all requests, and replaced when certificates change.
import { isDeepStrictEqual } from 'node:util';
import type { DispatcherOptions, KubeConfig } from '@kubernetes/client-node';
import { Agent, ProxyAgent, Socks5ProxyAgent, type Dispatcher } from 'undici';
import type { TlsMaterial } from './credentials.ts';
import type { Pool } from './transport.ts';

/** Below the 90 s after which API servers close idle connections, so that we never write into one being closed. */
const KEEP_ALIVE_MS = 80_000;

const shared = {
  // A frozen HTTP/2 session would stall all its streams together, for minutes.
  allowH2: false,
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveMaxTimeout: KEEP_ALIVE_MS,
  headersTimeout: 0,
  bodyTimeout: 0,
} satisfies Agent.Options;

const connecting = { timeout: 5000, keepAlive: true, keepAliveInitialDelay: 10_000 };

/** Connections per pool: calls beyond wait for their turn, each watch holds one for itself. */
const connections: Readonly<Record<Pool, number | null>> = { calls: 32, watches: null, lease: 1 };

type PoolOptions = typeof shared & { readonly connections: number | null };

interface DispatcherSet {
  readonly tls: TlsMaterial;
  readonly pools: Readonly<Record<Pool, Dispatcher>>;
}

export class Dispatchers {
  readonly #kubeConfig: KubeConfig;
  #current: DispatcherSet | undefined;

  constructor(kubeConfig: KubeConfig) {
    this.#kubeConfig = kubeConfig;
  }

  pool(pool: Pool, tls: TlsMaterial): Dispatcher {
    if (this.#current !== undefined && !isDeepStrictEqual(this.#current.tls, tls)) this.retire();
    this.#current ??= this.#create(tls);
    return this.#current.pools[pool];
  }

  /** What is under way ends where it is, by its own deadline or signal; whatever comes next gets new connections. */
  retire(): void {
    for (const pool of Object.values(this.#current?.pools ?? {})) void pool.close();
    this.#current = undefined;
  }

  /** Cuts off whatever is under way. */
  async close(): Promise<void> {
    const pools = Object.values(this.#current?.pools ?? {});
    this.#current = undefined;
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #create(tls: TlsMaterial): DispatcherSet {
    const options = this.#kubeConfig.createDispatcherOptions(this.#kubeConfig.getCurrentCluster(), tls);
    const make = (pool: Pool): Dispatcher =>
      createDispatcher(options, tls, { ...shared, connections: connections[pool] });
    return { tls, pools: { calls: make('calls'), watches: make('watches'), lease: make('lease') } };
  }
}

/** As the kubeconfig wants it: directly, through an HTTP proxy, or through a SOCKS proxy. */
function createDispatcher(options: DispatcherOptions, tls: TlsMaterial, pool: PoolOptions): Dispatcher {
  const requestTls = { ...tls, ...connecting, allowH2: false };
  if (options.type === 'proxy') return new ProxyAgent({ ...pool, uri: options.uri, requestTls, connect: connecting });
  if (options.type === 'socks') return new Socks5ProxyAgent(options.uri, { ...pool, requestTls });
  return new Agent({ ...pool, connect: requestTls });
}
