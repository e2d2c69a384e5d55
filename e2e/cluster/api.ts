// Plain requests of the tests to the API server, over connections of their own: what a test observes, and when, is
// independent of the client under test.
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Agent, fetch, type Response } from 'undici';
import { ClusterError } from './clusterError.ts';
import { parseJson } from './json.ts';
import type { Access } from './users.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** The response of a server that has just started and still reads a CRD's objects. */
const TOO_MANY_REQUESTS = 429;
const MOST_TRIES = 10;

/** The server's refusal; `status` is the HTTP code, `reason` that of the Status object. */
export class RefusedError extends ClusterError {
  readonly status: number;
  readonly reason: string;

  constructor(action: string, status: number, text: string) {
    const { reason, message } = parseStatus(text);
    super(action, `${status} ${reason}: ${message}`);
    this.status = status;
    this.reason = reason;
  }
}

export class Api {
  readonly server: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: Agent;

  constructor({ server, caFile, user }: Access) {
    this.server = server;
    this.#headers = { authorization: `Bearer ${user.token}` };
    this.#agent = new Agent({ allowH2: false, connect: { ca: readFileSync(caFile) }, bodyTimeout: 0 });
  }

  /** The parsed response. The caller states its type. */
  async request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
    return parseJson<T>(await this.text(method, path, options));
  }

  async text(method: Method, path: string, options: RequestOptions = {}): Promise<string> {
    const response = await this.open(method, path, options);
    return response.text();
  }

  /** The response before its body, as a watch needs it. Retried while the server is busy. */
  async open(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
    for (let tries = 1; ; tries++) {
      const response = await this.#send(method, path, options);
      if (response.ok) return response;
      const text = await response.text();
      if (response.status !== TOO_MANY_REQUESTS || tries === MOST_TRIES) {
        throw new RefusedError(`${method} ${path}`, response.status, text);
      }
      await setTimeout(Number(response.headers.get('retry-after') ?? 1) * 1000);
    }
  }

  #send(method: Method, path: string, options: RequestOptions): Promise<Response> {
    const { body, contentType = 'application/json', signal } = options;
    return fetch(this.server + path, {
      method,
      dispatcher: this.#agent,
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': contentType }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  get isClosed(): boolean {
    return this.#agent.destroyed;
  }

  /** Aborts requests in flight, watches included. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function parseStatus(text: string): { reason: string; message: string } {
  try {
    const { reason = '', message = text } = parseJson<{ reason?: string; message?: string }>(text);
    return { reason, message };
  } catch {
    return { reason: '', message: text };
  }
}
