// A client without HTTP rules: it sends the given bytes, and reads only on request.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const MOST_KEPT = 1000;

export class RawClient {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  /** The beginning of the server's answer. */
  #text = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    // A reset counts as an end, too.
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

  /** Reads until the server closes the connection; resolves with the beginning of its answer. */
  async end(): Promise<string> {
    this.#socket.resume();
    await this.#closed;
    return this.#text;
  }

  hangUp(): void {
    this.#socket.destroy();
  }
}
