// A local HTTPS server that counts handshakes, records client certificates, and can change its own.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Visit {
  readonly path: string;
  readonly authorization: string | undefined;
  /** The name in the client's certificate. */
  readonly client: string | undefined;
}

export const ADDRESS = '127.0.0.1';

export class TlsServer {
  readonly visits: Visit[] = [];
  handshakes = 0;
  readonly #server: Server;

  private constructor(options: ServerOptions, handler: Handler) {
    this.#server = createServer({ ...options, keepAliveTimeout: 0 }, (request, response) => {
      this.visits.push(visitOf(request));
      handler(request, response);
    });
    this.#server.on('secureConnection', () => (this.handshakes += 1));
  }

  static async start(options: ServerOptions, handler: Handler = answerNothing): Promise<TlsServer> {
    const server = new TlsServer(options, handler);
    server.#server.listen(0, ADDRESS);
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Cannot tell the port: not listening');
    return address.port;
  }

  get url(): string {
    return `https://${ADDRESS}:${this.port}`;
  }

  /** Changes the certificate, and closes all connections. */
  rotate(certificate: Certificate): void {
    this.#server.setSecureContext(certificate);
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const answerNothing: Handler = (_, response) => void response.end('{}');

function visitOf({ url = '', headers, socket }: IncomingMessage): Visit {
  return { path: url, authorization: headers.authorization, client: clientOf(socket) };
}

function clientOf(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { CN } = socket.getPeerCertificate()?.subject ?? {};
  return Array.isArray(CN) ? CN[0] : CN;
}
