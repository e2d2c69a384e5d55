// How do requests about the Lease travel? Over a connection of their own, which nothing else can keep busy, and not for
// long: an answer that comes too late to renew is none.
import type { Transport } from '../transport/transport.ts';

/** To close it is left to whose transport it is. */
export function leaseTransport(transport: Transport, deadlineMs: number): Transport {
  return {
    send: (request) => transport.send({ ...request, pool: 'lease', deadlineMs }),
    stream: (request) => transport.stream(request),
    close: async () => undefined,
  };
}
