// Keeps a connection for calls open while there are none, so that a failover after a quiet time does not wait for a TCP
// and a TLS handshake, nor for the deadline of a connection that has died meanwhile: docs/decisions/0028.
import type { Clock } from '../timing/clock.ts';
import { sleep } from '../timing/sleep.ts';
import type { Transport } from './transport.ts';

/** Below the idle timeouts of common load balancers, 60 s and more. */
const PERIOD_MS = 30_000;

/** Every authenticated user may read it by default. A refusal serves as well: it came over the connection. */
const request = { pool: 'calls', method: 'GET', path: '/version' } as const;

/** Until the signal is aborted. Failures are ignored: the next call meets them, too, and reports them. */
export async function keepWarm(transport: Transport, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await transport.send({ ...request, signal }).catch(() => undefined);
    await sleep(clock, PERIOD_MS, signal);
  }
}
