// The network in front of the fault proxy: connections that can freeze (bytes are accepted, none are sent) and be cut.
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { listenAnywhere } from './ports.ts';

interface Connection {
  readonly client: Socket;
  readonly behind: Socket;
}

export class TcpGate {
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #port = 0;
  #frozen = false;

  private constructor(behindSocket: string) {
    this.#server = createServer((client) => this.#accept(client, createConnection(behindSocket)));
  }

  /** Forwards everything to the server that listens on the Unix socket. */
  static async open(behindSocket: string): Promise<TcpGate> {
    const gate = new TcpGate(behindSocket);
    gate.#port = await listenAnywhere(gate.#server);
    return gate;
  }

  get port(): number {
    return this.#port;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Applies to new connections, too. */
  freeze(): void {
    this.#frozen = true;
    this.strand();
  }

  /** Freezes only the connections that are open now, as when a device in between has lost their state. */
  strand(): void {
    for (const { client, behind } of this.#connections) {
      client.unpipe(behind);
      behind.unpipe(client);
    }
  }

  thaw(): void {
    this.#frozen = false;
    for (const connection of this.#connections) join(connection);
  }

  cut(): void {
    for (const { client } of this.#connections) client.resetAndDestroy();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #accept(client: Socket, behind: Socket): void {
    const connection = { client, behind };
    this.#connections.add(connection);
    const end = (): void => {
      this.#connections.delete(connection);
      client.destroy();
      behind.destroy();
    };
    for (const socket of [client, behind]) socket.on('error', end).on('close', end);
    if (!this.#frozen) join(connection);
  }
}

function join({ client, behind }: Connection): void {
  client.pipe(behind);
  behind.pipe(client);
}
