// The fault proxy's connection to the API server: sends a request unchanged, and streams the response.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import { pipeline } from 'node:stream/promises';

export class Upstream {
  readonly #url: string;
  readonly #agent: Agent;

  constructor(url: string, caFile: string) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, ca: readFileSync(caFile) });
  }

  /** The response, once its headers have arrived. */
  async send({ method = 'GET', url = '/', headers }: IncomingMessage, body: string): Promise<IncomingMessage> {
    const { host: _, ...passedOn } = headers;
    const outgoing = request(this.#url + url, { agent: this.#agent, method, headers: passedOn });
    outgoing.on('error', () => undefined).end(body);
    const [answer]: IncomingMessage[] = await once(outgoing, 'response');
    if (answer === undefined) throw new Error('unreachable: a response event has a response');
    return answer;
  }

  static async pass(answer: IncomingMessage, response: ServerResponse): Promise<void> {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    // A watch sends no byte until something changes.
    response.flushHeaders();
    await pipeline(answer, response);
  }

  /** Drops a response; its connection is reused. */
  static drop(answer: IncomingMessage): void {
    answer.on('error', () => undefined).resume();
  }

  close(): void {
    this.#agent.destroy();
  }
}
