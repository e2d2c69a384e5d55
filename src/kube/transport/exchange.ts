// Sends a request and collects the whole response, by undici's dispatch: its request() makes a stream of each response,
// which V8 keeps with all its bytes until the next major collection.
import type { Dispatcher } from 'undici';
import { yieldAfter, yieldToEventLoop } from '../timing/yield.ts';

export interface Exchange extends Dispatcher.DispatchOptions {
  /** When it is aborted, the request rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called right before the first byte. If it throws, the request rejects with that error and nothing is sent. */
  readonly beforeSending?: (() => void) | undefined;
}

export interface Received<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
}

/** Rejects with undici's error if the response is not complete. */
export async function exchange(dispatcher: Dispatcher, request: Exchange): Promise<Received<string>> {
  const { body, ...answer } = await bytesOf(dispatcher, request);
  // Receiving such a response took some milliseconds, and parsing it takes more.
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
        // The request may have waited for a connection.
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
    // Called for 1xx responses, too: the last status counts.
    onResponseStart: (_, statusCode, fields) => ([status, headers] = [statusCode, fields]),
    onResponseData: (_, chunk) => chunks.push(chunk),
    onResponseEnd: () => resolve({ status, headers, body: Buffer.concat(chunks) }),
    onResponseError: (_, error) => reject(error),
  };
}
