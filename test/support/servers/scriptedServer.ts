// A local HTTP server that behaves as badly as a test wants.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export class ScriptedServer {
  /** "GET /path?query" of each request. */
  readonly requests: string[] = [];
  #server: Server;
  #connections = 0;
  #closed = 0;
  readonly #onClosed = new Set<() => void>();

  private constructor(handler: Handler) {
    this.#server = createServer((request, response) => {
      this.requests.push(`${request.method} ${request.url}`);
      void handler(request, response);
    });
    this.#server.on('connection', (socket) => {
      this.#connections += 1;
      socket.on('close', () => {
        this.#closed += 1;
        for (const tell of this.#onClosed) tell();
      });
    });
  }

  static async start(handler: Handler): Promise<ScriptedServer> {
    const server = new ScriptedServer(handler);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** The number of connections that were ever opened. */
  get connections(): number {
    return this.#connections;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Cannot tell the address: not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  get kubeConfig(): KubeConfig {
    const kubeConfig = new KubeConfig();
    const cluster = { name: 'scripted', server: this.url, skipTLSVerify: true };
    kubeConfig.loadFromClusterAndUser(cluster, { name: 'tester', token: 'secret' });
    return kubeConfig;
  }

  /** Resolves when no connection is open. */
  async allClosed(): Promise<void> {
    while (this.#closed < this.#connections) await new Promise<void>((resolve) => this.#onClosed.add(resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
