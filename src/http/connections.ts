// Bounds the number of connections: a new one above the limit closes the least recently active one. A client that hangs
// loses its connection; a new probe or a response that is being read keeps it.
import type { Socket } from 'node:net';

export class Connections {
  readonly #limit: number;
  /** Ordered by last activity: the first one is the oldest. */
  readonly #sockets = new Set<Socket>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  opened(socket: Socket): void {
    if (this.#sockets.size >= this.#limit) this.#closeOldest();
    this.#sockets.add(socket);
    socket.once('close', () => void this.#sockets.delete(socket));
  }

  /** The client has sent a request or read a part of a response. */
  active(socket: Socket): void {
    if (this.#sockets.delete(socket)) this.#sockets.add(socket);
  }

  #closeOldest(): void {
    const [oldest] = this.#sockets;
    if (oldest === undefined) return;
    this.#sockets.delete(oldest);
    oldest.destroy();
  }
}
