// Writes an answer in pieces, and yields between them, so that a long one delays nothing else in the process.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { yieldToEventLoop } from '../kube/timing/yield.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Iterable<string>;
}

export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export function textAnswer(status: number, line: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: [`${line}\n`] };
}

/** Resolves when all of it is on its way, or nobody reads it any more. */
export async function writeAnswer(
  { request, response }: HttpExchange,
  answer: Answer,
  onPiece: () => void = () => undefined,
): Promise<void> {
  const { status, contentType, headers, body } = answer;
  // What comes with a request is not read, so that nothing can follow it.
  if (hasBody(request)) response.shouldKeepAlive = false;
  response.writeHead(status, { 'content-type': contentType, ...headers });
  if (request.method === 'HEAD') response.end();
  // Who hangs up early has no use for an error.
  else await pipeline(Readable.from(unhurried(body, onPiece)), response).catch(() => undefined);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A scrape among ten thousand objects has seconds; failovers meanwhile are to find the processor nearly idle. */
const IDLE_MS = 1;

async function* unhurried(pieces: Iterable<string>, onPiece: () => void): AsyncGenerator<string, void, void> {
  let isFirst = true;
  for (const piece of pieces) {
    if (!isFirst) await yieldToEventLoop(IDLE_MS);
    isFirst = false;
    onPiece();
    yield piece;
  }
}
