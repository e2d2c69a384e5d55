// Who answers /metrics, /healthz and /readyz? A server that knows paths only; what they say is handed in.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** In pieces: between two of them everybody else has a turn, and a rest. */
  readonly body: Iterable<string>;
}

export type Routes = ReadonlyMap<string, () => Answer | Promise<Answer>>;

export interface ListenAddress {
  /** Undefined: all interfaces. */
  readonly host: string | undefined;
  /** 0: a free one. */
  readonly port: number;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export async function serve(routes: Routes, address: ListenAddress): Promise<RunningServer> {
  const server = createServer((request, response) => void respond(routes, request, response));
  await listening(server, address);
  return { port: portOf(server.address()), close: () => closed(server) };
}

async function respond(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, contentType, body } = await answerTo(routes, request).catch(failed);
  response.writeHead(status, { 'content-type': contentType });
  if (request.method === 'HEAD') response.end();
  // Who hangs up early has no use for an error.
  else await pipeline(Readable.from(unhurried(body)), response).catch(() => undefined);
}

/** A scrape among ten thousand objects has seconds; failovers meanwhile are to find the processor nearly idle. */
const PAUSE_MS = 1;

async function* unhurried(pieces: Iterable<string>): AsyncGenerator<string, void, void> {
  let isFirst = true;
  for (const piece of pieces) {
    if (!isFirst) await pause(PAUSE_MS);
    isFirst = false;
    yield piece;
  }
}

async function answerTo(routes: Routes, { method, url = '' }: IncomingMessage): Promise<Answer> {
  const route = routes.get(url.split('?', 1)[0] ?? '');
  if (route === undefined) return text(404, `Not found: ${[...routes.keys()].join(', ')} are served here`);
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'Only GET and HEAD');
  return route();
}

function failed(error: unknown): Answer {
  return text(500, error instanceof Error ? error.message : String(error));
}

export function text(status: number, line: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: [`${line}\n`] };
}

function listening(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new ListenError(`Cannot listen on ${host ?? ''}:${port}: ${cause.message}`, { cause }));
    });
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
