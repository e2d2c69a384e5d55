// Limits for clients that hang, come in numbers or mean harm.
import type { ServerOptions } from 'node:http';

export interface ServerLimits {
  /** The newest stay. */
  readonly connections: number;
  /** At the same time; of larger ones each takes memory until it has been read. */
  readonly answers: number;
  /** So many requests wait for another answer to end, each at most for so long. */
  readonly waiting: number;
  readonly waitMs: number;
  /** From the beginning of an answer until all of it has been read. */
  readonly readMs: number;
  /** For sending a request. */
  readonly requestMs: number;
  readonly headerBytes: number;
}

export const defaultLimits: ServerLimits = {
  connections: 128,
  answers: 4,
  waiting: 16,
  waitMs: 5000,
  readMs: 30_000,
  requestMs: 10_000,
  headerBytes: 8192,
};

/** What Node itself looks after. */
export function nodeOptionsOf({ requestMs, headerBytes }: ServerLimits): ServerOptions {
  return {
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    connectionsCheckingInterval: requestMs / 2,
    maxHeaderSize: headerBytes,
  };
}
