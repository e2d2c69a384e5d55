// The HTTP server of /metrics, /healthz and /readyz; the routes are passed in. Clients that hang, come in large
// numbers or attack use a bounded part of the process and do not block probes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reasonOf } from '../api/reasonOf.ts';
import { systemClock, type Clock } from '../kube/timing/clock.ts';
import { textResponse, writeResponse, type HttpResponse, type HttpExchange } from './response.ts';
import { Connections } from './connections.ts';
import { defaultLimits, nodeOptionsOf, type ServerLimits } from './limits.ts';
import { ConcurrencyLimit } from './concurrencyLimit.ts';

type Route = () => HttpResponse | Promise<HttpResponse>;

export type Routes = ReadonlyMap<string, Route>;

export interface ListenAddress {
  /** Undefined: all interfaces. */
  readonly host: string | undefined;
  /** 0: any free port. */
  readonly port: number;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly clock?: Clock;
  readonly limits?: Partial<ServerLimits>;
}

export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Resolves when the server listens. Rejects with a ListenError. */
export async function serve(
  routes: Routes,
  address: ListenAddress,
  options: ServeOptions = {},
): Promise<RunningServer> {
  const { clock = systemClock } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const { answers: atOnce, waiting, waitMs, readMs } = limits;
  const connections = new Connections(limits.connections);
  const serving = {
    routes,
    connections,
    clock,
    readMs,
    concurrency: new ConcurrencyLimit({ atOnce, waiting, waitMs }, clock),
  };
  const server = createServer(nodeOptionsOf(limits));
  server.on('connection', (socket) => connections.opened(socket));
  server.on('request', (request, response) => {
    connections.active(request.socket);
    void respond({ request, response }, serving);
  });
  await listening(server, address);
  return { port: portOf(server.address()), close: () => closed(server) };
}

interface Serving {
  readonly routes: Routes;
  readonly concurrency: ConcurrencyLimit;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly readMs: number;
}

async function respond(
  exchange: HttpExchange,
  { routes, concurrency, connections, clock, readMs }: Serving,
): Promise<void> {
  const { request, response } = exchange;
  const route = routeTo(request, routes);
  if (typeof route !== 'function') return writeResponse(exchange, route);
  const gone = closing(response);
  const release = await concurrency.take(gone);
  if (release === undefined) return gone.aborted ? undefined : writeResponse(exchange, tooBusy(readMs));
  const cancelTimer = clock.setTimer(readMs, () => request.socket.destroy());
  try {
    const answer = await answerOf(route).catch(failed);
    if (!gone.aborted) await writeResponse(exchange, answer, () => connections.active(request.socket));
  } finally {
    cancelTimer();
    release();
  }
}

function closing(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  return closed.signal;
}

/** The route, or an error response. */
function routeTo({ method, url = '' }: IncomingMessage, routes: Routes): Route | HttpResponse {
  const route = routes.get(url.split('?', 1)[0] ?? '');
  if (route === undefined) return textResponse(404, `Not found: ${[...routes.keys()].join(', ')} are served`);
  return method === 'GET' || method === 'HEAD' ? route : textResponse(405, 'Only GET and HEAD are allowed');
}

function tooBusy(readMs: number): HttpResponse {
  const message = `Too many responses in flight; each ends within ${readMs / 1000} s`;
  return { ...textResponse(503, message), headers: { 'retry-after': '5' } };
}

async function answerOf(route: Route): Promise<HttpResponse> {
  return route();
}

function failed(error: unknown): HttpResponse {
  return textResponse(500, reasonOf(error));
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
