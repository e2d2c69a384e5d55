// Sends requests over undici's pools, each with the current credentials.
import type { Dispatcher } from 'undici';
import { abortable } from '../timing/abortable.ts';
import type { Clock } from '../timing/clock.ts';
import { SilenceError, withDeadline } from '../timing/deadline.ts';
import type { LinkedAbort } from '../timing/linkedAbort.ts';
import type { ConnectionSet } from './connectionSet.ts';
import type { Credentials } from './credentials.ts';
import type { CredentialSource } from './credentialSource.ts';
import { Dispatchers } from './dispatchers.ts';
import { exchange, type Received } from './exchange.ts';
import type { TransportAnswer, SendRequest, StreamBody, Transport, TransportRequest } from './transport.ts';

const JSON_TYPE = 'application/json';

export interface UndiciTransportOptions {
  readonly credentials: CredentialSource;
  readonly server: URL;
  readonly userAgent: string;
  readonly clock: Clock;
  /** The default for requests. */
  readonly deadlineMs: number;
  /** Maximum number of connections for calls. */
  readonly connections: number;
}

export class UndiciTransport implements Transport {
  readonly #options: UndiciTransportOptions;
  readonly #dispatchers: Dispatchers;

  constructor(options: UndiciTransportOptions) {
    this.#options = options;
    this.#dispatchers = new Dispatchers(options.connections);
  }

  async send(request: SendRequest): Promise<TransportAnswer<string>> {
    const { clock, deadlineMs: usualMs } = this.#options;
    const { signal, deadlineMs = usualMs } = request;
    return withDeadline({ clock, deadlineMs, signal }, (late) => this.#exchange(request, late));
  }

  async stream(request: TransportRequest): Promise<TransportAnswer<StreamBody>> {
    const route = await this.#route(request);
    const cut = route.set.signal(request.pool);
    const signal = request.signal === undefined ? cut : AbortSignal.any([request.signal, cut]);
    const { statusCode: status, headers, body } = await route.dispatcher.request({ ...route.options, signal });
    return this.#answer(route, { status, headers, body });
  }

  async close(): Promise<void> {
    await this.#dispatchers.close();
  }

  async #exchange({ beforeSending, ...request }: SendRequest, late: LinkedAbort): Promise<TransportAnswer<string>> {
    const { signal } = late;
    const route = await this.#route({ ...request, signal });
    late.follow(route.set.signal(request.pool));
    return this.#answer(route, await exchange(route.dispatcher, { ...route.options, signal, beforeSending }));
  }

  async #route(request: TransportRequest): Promise<Route> {
    const { server, credentials: source, userAgent } = this.#options;
    const credentials = await abortable(source.read(), request.signal);
    const set = this.#dispatchers.set(source.kubeConfig, credentials.tls);
    // If one connection is dead, others of the set usually are, too, and each would cost a deadline.
    onSilence(request.signal, () => {
      this.#dispatchers.retire(set);
      if (request.pool === 'watches') set.cutWatches();
    });
    const options = {
      origin: server.origin,
      // The server's URL may have a path, behind a gateway.
      path: server.pathname.replace(/\/$/, '') + request.path,
      method: request.method,
      headers: { 'user-agent': userAgent, ...contentOf(request), ...credentials.headers },
      body: request.body ?? null,
    };
    return { set, dispatcher: set.pool(request.pool), options, credentials };
  }

  #answer<Body>({ credentials }: Route, { status, headers, body }: Received<Body>): TransportAnswer<Body> {
    if (status === 401) this.#options.credentials.refused(credentials);
    return { status, retryAfterMs: retryAfterMs(headers['retry-after']), body };
  }
}

interface Route {
  readonly set: ConnectionSet;
  readonly dispatcher: Dispatcher;
  readonly options: Dispatcher.DispatchOptions;
  readonly credentials: Credentials;
}

function onSilence(signal: AbortSignal | undefined, run: () => void): void {
  const judge = (): void => {
    if (signal?.reason instanceof SilenceError) run();
  };
  signal?.addEventListener('abort', judge, { once: true });
}

function contentOf({ accept = JSON_TYPE, body, contentType = JSON_TYPE }: TransportRequest): Record<string, string> {
  return body === undefined ? { accept } : { accept, 'content-type': contentType };
}

/** In ms. Kubernetes sends seconds, never a date. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) || seconds < 0 ? undefined : seconds * 1000;
}
