// How is it made sure that only a leader writes?
// A write is refused unless the leadership is held, asked when it is handed over and again when its turn has come and
// the next thing is its first byte. What is under way when the leadership ends is abandoned.
import type { Transport, TransportRequest } from '../transport/transport.ts';
import type { Leadership } from './leadership.ts';

export class NotLeadingError extends Error {
  override readonly name = 'NotLeadingError';
  /** Tells that the request was not sent. */
  readonly code = 'ERR_NOT_LEADING';
}

/** Reads pass while the leadership lasts. To close it is left to whose transport it is. */
export function guardedTransport(transport: Transport, leadership: Leadership): Transport {
  const refuse = (): void => {
    if (!leadership.isHeld()) throw new NotLeadingError('this process does not lead');
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
