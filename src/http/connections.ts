// Bounds the number of connections: a new one in excess closes the one that has been still for longest. That one is idle,
// never ends its request or does not read its answer; a probe that has just come, or an answer that is read, stays.
import type { Socket } from 'node:net';

export class Connections {
  readonly #most: number;
  /** The one that has been still for longest comes first. */
  readonly #sockets = new Set<Socket>();

  constructor(most: number) {
    this.#most = most;
  }

  opened(socket: Socket): void {
    if (this.#sockets.size >= this.#most) this.#endOne();
    this.#sockets.add(socket);
    socket.once('close', () => void this.#sockets.delete(socket));
  }

  /** It has sent a request, or read some of an answer. */
  moved(socket: Socket): void {
    if (this.#sockets.delete(socket)) this.#sockets.add(socket);
  }

  #endOne(): void {
    const [stillest] = this.#sockets;
    if (stillest === undefined) return;
    this.#sockets.delete(stillest);
    stillest.destroy();
  }
}
