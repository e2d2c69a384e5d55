// Connection pools for one server, route and TLS material. Calls, watches and the Lease have separate pools, so that
// none waits behind another.
import type { DispatcherOptions } from '@kubernetes/client-node';
import { Agent, ProxyAgent, Socks5ProxyAgent, type Dispatcher } from 'undici';
import { SilenceError } from '../timing/deadline.ts';
import type { TlsMaterial } from './credentials.ts';
import type { Pool } from './transport.ts';

export interface ConnectionSetOptions {
  readonly tls: TlsMaterial;
  /** Direct or through a proxy, as in the kubeconfig. */
  readonly route: DispatcherOptions;
  /** Maximum number of connections for calls; more calls wait. */
  readonly calls: number;
}

/** Below the 90 s after which API servers close idle connections, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 80_000;

const shared = {
  // A frozen HTTP/2 session would stall all its streams for minutes.
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
      // Each watch holds a connection.
      watches: makePool(options, null),
      // One for the next attempt when the first is not answered.
      lease: makePool(options, 2),
    };
  }

  pool(pool: Pool): Dispatcher {
    return this.#pools[pool];
  }

  /** Aborted when the requests in flight in the pool must end. */
  signal(pool: Pool): AbortSignal {
    return pool === 'watches' ? this.#watchesCut.signal : this.#cut.signal;
  }

  /** Accepts no new request; resolves when those in flight have ended, by their own deadline or signal. */
  async retire(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.close()));
  }

  /** Ends all watches because one of them was silent for too long: they restart on new connections. */
  cutWatches(): void {
    this.#watchesCut.abort(new SilenceError('another watch was silent for too long'));
  }

  /** Aborts all requests in flight, which a closing pool does not do. */
  async destroy(): Promise<void> {
    const reason = new Error('the connection was closed');
    for (const cut of [this.#cut, this.#watchesCut]) cut.abort(reason);
    await Promise.all(Object.values(this.#pools).map((pool) => pool.destroy()));
  }
}

function makePool({ route, tls }: ConnectionSetOptions, connections: number | null): Dispatcher {
  const pool = { ...shared, connections };
  const requestTls = { ...tls, ...connecting, allowH2: false };
  if (route.type === 'proxy') return new ProxyAgent({ ...pool, uri: route.uri, requestTls, connect: connecting });
  if (route.type === 'socks') return new Socks5ProxyAgent(route.uri, { ...pool, requestTls });
  return new Agent({ ...pool, connect: requestTls });
}
