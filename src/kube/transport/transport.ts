// How do bytes get to the API server and back?
// Connections are shared and kept; watches have their own, so that a call never waits behind one. Nothing here knows
// what the bytes mean: any HTTP status is an answer, and only the lack of one is an error.
import type { Priority } from '../observer.ts';

/** The connections to use: those of watches are held for minutes, that of the Lease must never be busy. */
export type Pool = 'calls' | 'watches' | 'lease';

export interface TransportRequest {
  readonly pool: Pool;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The media type of the answer; JSON unless said otherwise. */
  readonly accept?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

export interface SendRequest extends TransportRequest {
  /** The whole answer must be here by then. */
  readonly deadlineMs?: number;
  /** Whether it may go before others; in the background unless said otherwise. */
  readonly priority?: Priority;
  /** Whose turn it takes: calls for one namespace never keep those for others waiting. */
  readonly namespace?: string;
  /** Called when the next thing is the first byte; what it throws is how the request ends, and nothing is sent. */
  readonly beforeSending?: () => void;
}

export interface TransportAnswer<Body> {
  readonly status: number;
  /** Of the header Retry-After. */
  readonly retryAfterMs: number | undefined;
  readonly body: Body;
}

/** An answer as it comes, or, for a short one such as an error, as a whole. */
export type StreamBody = AsyncIterable<Uint8Array> & { text(): Promise<string> };

export interface Transport {
  /** The whole answer. */
  send(request: SendRequest): Promise<TransportAnswer<string>>;
  /** An answer without end, as it comes; leaving the iteration or aborting the signal closes the connection. */
  stream(request: TransportRequest): Promise<TransportAnswer<StreamBody>>;
  /** Cuts everything off. */
  close(): Promise<void>;
}
