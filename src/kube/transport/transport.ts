// The interface that carries requests to the API server. It does not interpret bytes: every HTTP status is a response,
// and only the lack of one is an error.
import type { RisingPriority } from '../queue/risingPriority.ts';

/** The connection pool: watches hold theirs for minutes, and the one of the Lease must never be busy. */
export type Pool = 'calls' | 'watches' | 'lease';

export interface TransportRequest {
  readonly pool: Pool;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The media type of the response; default: JSON. */
  readonly accept?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

export interface SendRequest extends TransportRequest {
  /** For the whole response, in ms. */
  readonly deadlineMs?: number;
  /** Default: background. */
  readonly priority?: RisingPriority;
  /** The flow in the throttle: namespaces take turns. */
  readonly namespace?: string;
  /** Called right before the first byte. If it throws, the request rejects with that error and nothing is sent. */
  readonly beforeSending?: () => void;
}

export interface TransportAnswer<Body> {
  readonly status: number;
  /** From the header Retry-After. */
  readonly retryAfterMs: number | undefined;
  readonly body: Body;
}

/** The body in chunks, or as a whole for a short one such as an error. */
export type StreamBody = AsyncIterable<Uint8Array> & { text(): Promise<string> };

export interface Transport {
  /** Resolves with the whole response. */
  send(request: SendRequest): Promise<TransportAnswer<string>>;
  /** Streams the response; leaving the iteration or aborting the signal closes the connection. */
  stream(request: TransportRequest): Promise<TransportAnswer<StreamBody>>;
  /** Aborts all requests and closes all connections. */
  close(): Promise<void>;
}
