// Throttles calls to the API server. Watches and requests for the Lease pass unthrottled: they are few and essential.
import { RisingPriority } from '../queue/risingPriority.ts';
import { withSignals } from '../timing/linkedAbort.ts';
import type { Throttle } from './throttle.ts';
import type { TransportAnswer, SendRequest, StreamBody, Transport, TransportRequest } from './transport.ts';

const background = new RisingPriority('background');

export class ThrottledTransport implements Transport {
  readonly #transport: Transport;
  readonly #throttle: Throttle;
  readonly #closing = new AbortController();

  constructor(transport: Transport, throttle: Throttle) {
    this.#transport = transport;
    this.#throttle = throttle;
  }

  /** The deadline starts with the call's turn: the time in the queue says nothing about the server. */
  async send(request: SendRequest): Promise<TransportAnswer<string>> {
    const { pool, priority = background, namespace: flow = '', signal } = request;
    if (pool !== 'calls') return this.#transport.send(request);
    return withSignals([signal, this.#closing.signal], (until) =>
      this.#throttle.run({ priority, flow }, until.signal, () => this.#transport.send(request)),
    );
  }

  stream(request: TransportRequest): Promise<TransportAnswer<StreamBody>> {
    return this.#transport.stream(request);
  }

  close(): Promise<void> {
    this.#closing.abort(new Error('the connection was closed before the request was sent'));
    return this.#transport.close();
  }
}
