// A client that keeps no rule of HTTP: it sends what it is told to, and reads only when it is told to.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const MOST_KEPT = 1000;

export class RawClient {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  /** The beginning of what the server has said. */
  #text = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    // An end is an end, also one by a reset.
    socket.on('error', () => undefined);
    this.#closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
    socket.on('data', (bytes: Buffer) => (this.#text = `${this.#text}${bytes.toString()}`.slice(0, MOST_KEPT)));
    socket.pause();
  }

  static async connect(port: number, text: string): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    const client = new RawClient(socket);
    await once(socket, 'connect');
    socket.write(text);
    return client;
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** Reads until the server has ended the connection; resolves with the beginning of what it said. */
  async end(): Promise<string> {
    this.#socket.resume();
    await this.#closed;
    return this.#text;
  }

  hangUp(): void {
    this.#socket.destroy();
  }
}
