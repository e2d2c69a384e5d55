// Writes a response in pieces and yields between them, so that a long one blocks nothing else in the process.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { yieldToEventLoop } from '../kube/timing/yield.ts';

export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Iterable<string>;
}

export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export function textResponse(status: number, line: string): HttpResponse {
  return { status, contentType: 'text/plain; charset=utf-8', body: [`${line}\n`] };
}

/** Resolves when the response is written or its client is gone. Never rejects because of the client. */
export async function writeResponse(
  { request, response }: HttpExchange,
  answer: HttpResponse,
  onPiece: () => void = () => undefined,
): Promise<void> {
  const { status, contentType, headers, body } = answer;
  // The request body is not read, so the connection cannot be reused.
  if (hasBody(request)) response.shouldKeepAlive = false;
  response.writeHead(status, { 'content-type': contentType, ...headers });
  if (request.method === 'HEAD') response.end();
  // A client that closed the connection needs no error.
  else await pipeline(Readable.from(yielding(body, onPiece)), response).catch(() => undefined);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Idle time after each piece: a scrape among ten thousand objects must not slow failovers down. */
const IDLE_MS = 1;

async function* yielding(pieces: Iterable<string>, onPiece: () => void): AsyncGenerator<string, void, void> {
  let isFirst = true;
  for (const piece of pieces) {
    if (!isFirst) await yieldToEventLoop(IDLE_MS);
    isFirst = false;
    onPiece();
    yield piece;
  }
}
