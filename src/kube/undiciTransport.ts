// How are requests sent over undici's pools?
// Credentials are applied to each request; which connection it takes is up to the pool.
import type { KubeConfig } from '@kubernetes/client-node';
import type { Dispatcher } from 'undici';
import type { Clock } from './clock.ts';
import { readCredentials } from './credentials.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import { Dispatchers } from './dispatchers.ts';
import type { Answer, SendRequest, StreamBody, Transport, TransportRequest } from './transport.ts';

export interface UndiciTransportOptions {
  readonly kubeConfig: KubeConfig;
  readonly server: URL;
  readonly userAgent: string;
  readonly clock: Clock;
  /** Of a request that names none. */
  readonly deadlineMs: number;
}

export class UndiciTransport implements Transport {
  readonly #options: UndiciTransportOptions;
  readonly #dispatchers: Dispatchers;

  constructor(options: UndiciTransportOptions) {
    this.#options = options;
    this.#dispatchers = new Dispatchers(options.kubeConfig);
  }

  async send(request: SendRequest): Promise<Answer<string>> {
    const { clock } = this.#options;
    const deadlineMs = request.deadlineMs ?? this.#options.deadlineMs;
    const { signal } = request;
    try {
      return await withDeadline({ clock, deadlineMs, signal }, (late) => this.#exchange({ ...request, signal: late }));
    } catch (error) {
      // A connection that swallows requests is seldom alone: its siblings would cost a deadline each.
      if (error instanceof DeadlineError) this.#dispatchers.retire();
      throw error;
    }
  }

  async stream(request: TransportRequest): Promise<Answer<StreamBody>> {
    return this.#dispatch(request);
  }

  async close(): Promise<void> {
    await this.#dispatchers.close();
  }

  async #exchange(request: TransportRequest): Promise<Answer<string>> {
    const { body, ...answer } = await this.#dispatch(request);
    return { ...answer, body: await body.text() };
  }

  async #dispatch(request: TransportRequest): Promise<Answer<Dispatcher.ResponseData['body']>> {
    const { server, kubeConfig, userAgent } = this.#options;
    const credentials = await readCredentials(kubeConfig);
    const { statusCode, headers, body } = await this.#dispatchers.pool(request.pool, credentials.tls).request({
      origin: server.origin,
      // A server behind a gateway may have a path of its own.
      path: server.pathname.replace(/\/$/, '') + request.path,
      method: request.method,
      headers: { accept: 'application/json', 'user-agent': userAgent, ...contentOf(request), ...credentials.headers },
      body: request.body ?? null,
      signal: request.signal ?? null,
    });
    return { status: statusCode, retryAfterMs: retryAfterMs(headers['retry-after']), body };
  }
}

function contentOf({ body, contentType = 'application/json' }: TransportRequest): Record<string, string> {
  return body === undefined ? {} : { 'content-type': contentType };
}

/** Kubernetes sends seconds, never a date. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) || seconds < 0 ? undefined : seconds * 1000;
}
