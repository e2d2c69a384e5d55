// Limits against clients that hang, come in large numbers or attack.
import type { ServerOptions } from 'node:http';

export interface ServerLimits {
  /** Maximum; above it the least recently active one is closed. */
  readonly connections: number;
  /** Maximum number of responses in flight; a large one takes memory until it has been read. */
  readonly answers: number;
  /** Maximum number of requests that wait for a response to end, and how long each waits. */
  readonly waiting: number;
  readonly waitMs: number;
  /** For reading a whole response. */
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

/** The limits that Node enforces. */
export function nodeOptionsOf({ requestMs, headerBytes }: ServerLimits): ServerOptions {
  return {
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    connectionsCheckingInterval: requestMs / 2,
    maxHeaderSize: headerBytes,
  };
}
