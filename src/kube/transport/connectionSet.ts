// Over which connections do requests go?
// A set of pools, made for one way to the server and one proof of who is who. Calls, watches and the Lease have their
// own, so that none waits behind another.
import type { DispatcherOptions } from '@kubernetes/client-node';
import { Agent, ProxyAgent, Socks5ProxyAgent, type Dispatcher } from 'undici';
import { SilenceError } from '../timing/deadline.ts';
import type { TlsMaterial } from './credentials.ts';
import type { Pool } from './transport.ts';

export interface ConnectionSetOptions {
  readonly tls: TlsMaterial;
  /** The way to the server, as the kubeconfig wants it. */
  readonly route: DispatcherOptions;
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
  readonly #cut = new AbortController();
  readonly #watchesCut = new AbortController();

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

  /** Aborted when what is under way in the pool has to end. */
  signal(pool: Pool): AbortSignal {
    return pool === 'watches' ? this.#watchesCut.signal : this.#cut.signal;
  }

  /** Takes nothing new, and resolves when what is under way has ended, by its own deadline or signal. */
  async retire(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.close()));
  }

  /** Ends all watches, for one of them was silent for too long: who watches begins anew on other connections. */
  cutWatches(): void {
    this.#watchesCut.abort(new SilenceError('another watch was silent for too long'));
  }

  /** Cuts off whatever is under way. A pool that is closing does not do that by itself. */
  async destroy(): Promise<void> {
    const reason = new Error('the connection was closed');
    for (const cut of [this.#cut, this.#watchesCut]) cut.abort(reason);
    await Promise.all(Object.values(this.#pools).map((pool) => pool.destroy()));
  }
}

/** Directly, through an HTTP proxy, or through a SOCKS proxy. */
function makePool({ route, tls }: ConnectionSetOptions, connections: number | null): Dispatcher {
  const pool = { ...shared, connections };
  const requestTls = { ...tls, ...connecting, allowH2: false };
  if (route.type === 'proxy') return new ProxyAgent({ ...pool, uri: route.uri, requestTls, connect: connecting });
  if (route.type === 'socks') return new Socks5ProxyAgent(route.uri, { ...pool, requestTls });
  return new Agent({ ...pool, connect: requestTls });
}
