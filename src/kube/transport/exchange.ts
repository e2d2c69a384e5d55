// How does one request become one whole answer?
// By undici's dispatch, not by its request(): that makes a stream of each answer, and V8 keeps those streams, with the
// bytes that came through them, until its next major collection, which with many objects takes long.
import type { Dispatcher } from 'undici';
import { yieldAfter, yieldToEventLoop } from '../timing/yield.ts';

export interface Exchange extends Dispatcher.DispatchOptions {
  /** Its reason is how the request ends when it is aborted. */
  readonly signal?: AbortSignal;
  /** Called when the next thing is the first byte; what it throws is how the request ends, and nothing is sent. */
  readonly beforeSending?: (() => void) | undefined;
}

export interface Received<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
}

/** Rejects with undici's error when no whole answer comes. */
export async function exchange(dispatcher: Dispatcher, request: Exchange): Promise<Received<string>> {
  const { body, ...answer } = await bytesOf(dispatcher, request);
  // To receive such an answer took some milliseconds, and to parse it takes more.
  if (body.length >= yieldAfter.bytes) await yieldToEventLoop();
  return { ...answer, body: body.toString('utf8') };
}

async function bytesOf(dispatcher: Dispatcher, request: Exchange): Promise<Received<Buffer>> {
  const { signal, beforeSending, ...options } = request;
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Received<Buffer>>();
  let controller: Dispatcher.DispatchController | undefined;
  const abort = (): void => {
    controller?.abort(signal?.reason);
    reject(signal?.reason);
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    dispatcher.dispatch(options, {
      ...gatheringHandler(resolve, reject),
      onRequestStart: (started) => {
        controller = started;
        // It may have waited for a connection.
        signal?.throwIfAborted();
        beforeSending?.();
      },
    });
    return await promise;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function gatheringHandler(
  resolve: (received: Received<Buffer>) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 0;
  let headers: Received<Buffer>['headers'] = {};
  return {
    // Also of one that only says that another follows: the last one counts.
    onResponseStart: (_, statusCode, fields) => ([status, headers] = [statusCode, fields]),
    onResponseData: (_, chunk) => chunks.push(chunk),
    onResponseEnd: () => resolve({ status, headers, body: Buffer.concat(chunks) }),
    onResponseError: (_, error) => reject(error),
  };
}
