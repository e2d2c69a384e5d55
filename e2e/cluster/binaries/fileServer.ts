// A static file server with the faults of download sites; for the tests of obtaining binaries.
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { listenAnywhere } from '../ports.ts';

export type Answer =
  | { readonly type: 'content'; readonly content: Buffer }
  /** Announces the whole content, sends half of it and closes the connection. */
  | { readonly type: 'cutOff'; readonly content: Buffer }
  /** Sends half of it, then nothing more. */
  | { readonly type: 'stalls'; readonly content: Buffer }
  | { readonly type: 'silence' };

export class FileServer {
  readonly #server: Server;
  readonly #answers: ReadonlyMap<string, Answer>;
  readonly requests: string[] = [];

  #url = '';

  private constructor(answers: ReadonlyMap<string, Answer>) {
    this.#answers = answers;
    this.#server = createServer((request, response) => {
      this.requests.push(request.url ?? '');
      this.#answer(request.url ?? '', response);
    });
  }

  static async start(answers: ReadonlyMap<string, Answer>): Promise<FileServer> {
    const server = new FileServer(answers);
    server.#url = `http://127.0.0.1:${await listenAnywhere(server.#server)}`;
    return server;
  }

  get url(): string {
    return this.#url;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(path: string, response: ServerResponse): void {
    const answer = this.#answers.get(path);
    if (answer === undefined) {
      response.writeHead(404).end('not here');
    } else if (answer.type === 'content') {
      response.end(answer.content);
    } else if (answer.type !== 'silence') {
      const { content, type } = answer;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, content.length / 2), () => {
        if (type === 'cutOff') response.destroy();
      });
    }
  }
}
