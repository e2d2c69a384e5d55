// An HTTP proxy that opens tunnels to any target, and records the targets.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createConnection, type Socket } from 'node:net';

export class ConnectProxy {
  /** "host:port" of each tunnel. */
  readonly tunnels: string[] = [];
  /** Answers with this HTTP status instead of a tunnel. */
  refusal: number | undefined;
  readonly #server: Server = createServer();
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server.on('connect', ({ url = '' }, client: Socket) => {
      this.#keep(client);
      if (this.refusal === undefined) this.#tunnel(url, client);
      else client.end(`HTTP/1.1 ${this.refusal} No\r\n\r\n`);
    });
  }

  static async start(): Promise<ConnectProxy> {
    const proxy = new ConnectProxy();
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Cannot tell the address: not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #tunnel(target: string, client: Socket): void {
    this.tunnels.push(target);
    const { hostname, port } = new URL(`tcp://${target}`);
    const server = createConnection(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    this.#keep(server);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
  }
}
