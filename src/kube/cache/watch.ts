// Watches the objects of one kind from a resourceVersion on.
// Ends when the server closes the watch, or throws an ApiError with the cause. Leaves no connection and no timer.
import { openStream, type Caller } from '../api/apiCall.ts';
import type { ListOptions } from '../api/apiClient.ts';
import { ApiError } from '../api/apiError.ts';
import { collectionPath, withQuery } from '../api/resourcePath.ts';
import type { Resource } from '../resource.ts';
import { SilenceError } from '../timing/deadline.ts';
import { IdleTimer } from '../timing/idleTimer.ts';
import { describeNetworkError } from '../transport/networkError.ts';
import { lines } from './lines.ts';
import { parseWatchEvent, type WatchEvent } from './watchEvent.ts';

export interface WatchRequest extends ListOptions {
  readonly resource: Resource;
  readonly resourceVersion: string;
  readonly idleTimeoutMs: number;
  /** Between 0 and 1; spreads the ends of watches. */
  readonly jitter: number;
  readonly signal: AbortSignal;
  /** Called when the server has accepted the watch. */
  readonly onOpen?: () => void;
}

export async function* watch(caller: Caller, request: WatchRequest): AsyncGenerator<WatchEvent, void, void> {
  const { resource, idleTimeoutMs, signal } = request;
  const cut = new AbortController();
  const stop = (): void => cut.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const silence = new SilenceError(`no data for ${idleTimeoutMs} ms`);
  const idle = new IdleTimer(caller.clock, idleTimeoutMs, () => cut.abort(silence));
  try {
    signal.throwIfAborted();
    const chunks = await open(caller, request, cut.signal);
    request.onOpen?.();
    for await (const line of lines(heard(chunks, idle))) yield parseWatchEvent(line, resource);
  } catch (error) {
    const cause: unknown = cut.signal.aborted ? cut.signal.reason : error;
    if (cause instanceof ApiError) throw cause;
    const object = { namespace: request.namespace ?? '' };
    throw new ApiError({ action: 'watch', resource, object }, { message: describeNetworkError(cause), cause });
  } finally {
    idle.stop();
    signal.removeEventListener('abort', stop);
  }
}

function open(caller: Caller, request: WatchRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const { resource, namespace, labelSelector, fieldSelector, resourceVersion } = request;
  const timeoutSeconds = String(watchSeconds(request));
  const which = { resourceVersion, labelSelector, fieldSelector };
  const query = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds, ...which };
  const path = withQuery(collectionPath(resource, namespace), query);
  return openStream(caller, {
    action: 'watch',
    verb: 'watch',
    resource,
    object: { namespace: namespace ?? '' },
    request: { pool: 'watches', method: 'GET', path, signal },
  });
}

/** Less than idleTimeoutMs: the server ends a working watch first, so that silence means a broken connection. */
function watchSeconds({ idleTimeoutMs, jitter }: WatchRequest): number {
  return Math.max(1, Math.floor((idleTimeoutMs / 1000) * (0.6 + 0.2 * jitter)));
}

async function* heard(chunks: AsyncIterable<Uint8Array>, idle: IdleTimer): AsyncGenerator<Uint8Array, void, void> {
  idle.heard();
  for await (const chunk of chunks) {
    idle.heard();
    yield chunk;
  }
}
