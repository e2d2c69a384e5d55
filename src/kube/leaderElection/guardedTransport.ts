// Lets only the leader write: a write is refused unless the leadership is held when it is requested, and again right
// before its first byte is sent. Requests in flight are aborted when the leadership ends.
import type { Transport, TransportRequest } from '../transport/transport.ts';
import type { Leadership } from './leadership.ts';

export class NotLeadingError extends Error {
  override readonly name = 'NotLeadingError';
  /** The request was not sent: see networkError.ts. */
  readonly code = 'ERR_NOT_LEADING';
}

/** Reads are aborted at the end of the leadership, too. `close` does nothing: the owner closes the inner transport. */
export function guardedTransport(transport: Transport, leadership: Leadership): Transport {
  const refuse = (): void => {
    if (!leadership.isHeld()) throw new NotLeadingError('this process is not the leader');
  };
  return {
    send: async (request) => {
      const guarded = withSignal(request, leadership.signal);
      if (request.method === 'GET') return transport.send(guarded);
      refuse();
      return transport.send({ ...guarded, beforeSending: refuse });
    },
    stream: async (request) => transport.stream(withSignal(request, leadership.signal)),
    close: async () => undefined,
  };
}

function withSignal<T extends TransportRequest>(request: T, signal: AbortSignal): T {
  const { signal: own } = request;
  return { ...request, signal: own === undefined ? signal : AbortSignal.any([own, signal]) };
}
