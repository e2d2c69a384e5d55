// Parses one line of a watch.
import { ApiError } from '../api/apiError.ts';
import type { Resource } from '../resource.ts';
import type { KubeObject } from '../wire.ts';

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject; readonly resourceVersion: string }
  /** All changes up to this version have been sent. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

/** A line that is not a watch event. */
export class GarbledLineError extends Error {
  override readonly name = 'GarbledLineError';
}

interface WatchLine {
  readonly type?: unknown;
  readonly object?: KubeObject & { readonly code?: number; readonly reason?: string; readonly message?: string };
}

/** Throws an ApiError for an ERROR event, such as 410 when the version is too old, and else a GarbledLineError. */
export function parseWatchEvent(line: string, resource: Resource): WatchEvent {
  const { type, object } = parseLine(line);
  if (type === 'ERROR') throw reported(resource, object);
  const resourceVersion = object?.metadata?.resourceVersion;
  if (object === undefined || resourceVersion === undefined || resourceVersion === '') throw garbled(line);
  if (type === 'BOOKMARK') return { type, resourceVersion };
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') return { type, object, resourceVersion };
  throw garbled(line);
}

function parseLine(line: string): WatchLine {
  try {
    const value: WatchLine | null = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (cause) {
    throw garbled(line, cause);
  }
}

function reported(resource: Resource, status: WatchLine['object']): ApiError {
  const { code = 500, reason, message = 'the server reported an error' } = status ?? {};
  return new ApiError({ action: 'watch', resource, object: {} }, { code, reason, message });
}

function garbled(line: string, cause?: unknown): GarbledLineError {
  return new GarbledLineError(`not a watch event: ${JSON.stringify(line.slice(0, 80))}`, { cause });
}
