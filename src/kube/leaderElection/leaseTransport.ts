// Sends requests for the Lease over a connection of its own, which other requests cannot block, with a short deadline:
// a response that comes too late to renew is useless.
import type { Transport } from '../transport/transport.ts';

/** `close` does nothing: the owner closes the inner transport. */
export function leaseTransport(transport: Transport, deadlineMs: number): Transport {
  return {
    send: (request) => transport.send({ ...request, pool: 'lease', deadlineMs }),
    stream: (request) => transport.stream(request),
    close: async () => undefined,
  };
}
