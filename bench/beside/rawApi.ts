// Requests of the processes beside the operator, with as little of their own as possible: a pool of connections, no
// retry. Anything but success is an error.
import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher } from 'undici';
import { ClusterError } from '../../e2e/cluster/clusterError.ts';
import type { Access } from '../../e2e/cluster/users.ts';

/** As many requests under way as the operator has by default. */
const CONNECTIONS = 16;

/** Longer than the turns of the other arms, and shorter than the API server keeps an idle connection. */
const KEEP_ALIVE_MS = 60_000;

export interface RawWrite {
  readonly method: 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  readonly contentType?: string;
}

export class RawApi {
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #calls: Agent;
  readonly #watches: Agent;

  constructor({ server, caFile, user }: Access) {
    const common = { allowH2: false, connect: { ca: readFileSync(caFile) } };
    this.#origin = server;
    this.#headers = { authorization: `Bearer ${user.token}` };
    this.#calls = new Agent({ ...common, connections: CONNECTIONS, keepAliveTimeout: KEEP_ALIVE_MS });
    this.#watches = new Agent({ ...common, bodyTimeout: 0 });
  }

  async write({ method, path, body, contentType = 'application/json' }: RawWrite): Promise<void> {
    const headers = { ...this.#headers, 'content-type': contentType };
    const request = { origin: this.#origin, method, path, headers, body: JSON.stringify(body) };
    const answer = await this.#calls.request(request);
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new ClusterError(`${method} ${path}`, text);
  }

  /** The stream of a watch. */
  async watch(path: string): Promise<Dispatcher.ResponseData['body']> {
    const request = { origin: this.#origin, method: 'GET', path, headers: this.#headers } as const;
    const { statusCode, body } = await this.#watches.request(request);
    if (statusCode !== 200) throw new ClusterError(`watch ${path}`, await body.text());
    return body;
  }
}
