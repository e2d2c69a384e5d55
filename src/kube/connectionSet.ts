// Over which connections do requests go?
// A set of pools, made for one way to the server and one proof of who is who. Calls, watches and the Lease have their
// own, so that none waits behind another.
import type { DispatcherOptions } from '@kubernetes/client-node';
import { Agent, ProxyAgent, Socks5ProxyAgent, type Dispatcher } from 'undici';
import type { TlsMaterial } from './credentials.ts';
import type { Pool } from './transport.ts';

export interface ConnectionSetOptions {
  readonly tls: TlsMaterial;
  /** The way to the server, as the kubeconfig wants it. */
  readonly way: DispatcherOptions;
  /** Connections for calls: calls beyond wait for their turn. */
  readonly calls: number;
}

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

export class ConnectionSet {
  readonly tls: TlsMaterial;
  readonly #pools: Readonly<Record<Pool, Dispatcher>>;

  constructor(options: ConnectionSetOptions) {
    this.tls = options.tls;
    this.#pools = {
      calls: makePool(options, options.calls),
      // Each holds a connection for itself.
      watches: makePool(options, null),
      lease: makePool(options, 1),
    };
  }

  pool(pool: Pool): Dispatcher {
    return this.#pools[pool];
  }

  /** Takes nothing new, and resolves when what is under way has ended, by its own deadline or signal. */
  async retire(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.close()));
  }

  /** Cuts off whatever is under way. */
  async destroy(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.destroy()));
  }
}

/** Directly, through an HTTP proxy, or through a SOCKS proxy. */
function makePool({ way, tls }: ConnectionSetOptions, connections: number | null): Dispatcher {
  const pool = { ...shared, connections };
  const requestTls = { ...tls, ...connecting, allowH2: false };
  if (way.type === 'proxy') return new ProxyAgent({ ...pool, uri: way.uri, requestTls, connect: connecting });
  if (way.type === 'socks') return new Socks5ProxyAgent(way.uri, { ...pool, requestTls });
  return new Agent({ ...pool, connect: requestTls });
}
