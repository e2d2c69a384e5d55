// Which connections stay when there are too many? Those of which something was heard last: a probe that has just come, an
// answer that is being read. Who says nothing, does not end a request, does not read or keeps a connection for later, ends.
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
