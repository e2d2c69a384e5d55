// A TLS proxy between the operator and the API server with faults at an exact point: it kills, delays, refuses or
// repeats the N-th write before it is forwarded or after it is committed, freezes or cuts all connections, and counts
// TLS handshakes. Everything else passes unchanged, watches as streams.
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { ControlPlane } from './controlPlane.ts';
import { InjectedFault, type Effect, type Fault } from './faults.ts';
import { readRequest, type ProxiedRequest } from './proxiedRequest.ts';
import { TcpGate } from './tcpGate.ts';
import { Upstream } from './upstream.ts';

/** Whether the request is forwarded. */
type Outcome = 'goes on' | 'answered';

interface Exchange {
  readonly request: ProxiedRequest;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

export class FaultProxy {
  readonly #plane: ControlPlane;
  readonly #server: Server;
  readonly #upstream: Upstream;
  readonly #faults = new Set<InjectedFault>();
  readonly #requests: ProxiedRequest[] = [];
  #gate: TcpGate | undefined;
  #handshakes = 0;

  private constructor(plane: ControlPlane) {
    const { certFile, keyFile } = plane.files;
    this.#plane = plane;
    this.#upstream = new Upstream(plane.server, certFile);
    // The API server's own certificate, so that the CA of the kubeconfig is valid for both.
    const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile), keepAliveTimeout: 0 };
    this.#server = createServer(tls, (incoming, response) => void this.#handle(incoming, response));
    this.#server.on('secureConnection', () => (this.#handshakes += 1));
  }

  static async start(plane: ControlPlane): Promise<FaultProxy> {
    const proxy = new FaultProxy(plane);
    const socket = join(plane.directory, `proxy-${randomUUID().slice(0, 8)}.sock`);
    await once(proxy.#server.listen(socket), 'listening');
    proxy.#gate = await TcpGate.open(socket);
    return proxy;
  }

  get url(): string {
    return `https://127.0.0.1:${this.gate.port}`;
  }

  /** Freezes, thaws and cuts connections. */
  get gate(): TcpGate {
    if (this.#gate === undefined) throw new Error('unreachable: start() opens the gate');
    return this.#gate;
  }

  /** TLS handshakes since the start: the number of the client's connections. */
  get handshakes(): number {
    return this.#handshakes;
  }

  /** All requests so far, in the order of arrival, refused ones included. */
  get requests(): readonly ProxiedRequest[] {
    return this.#requests;
  }

  /** The path of a kubeconfig file for this proxy. */
  kubeconfig(userName: string): string {
    return this.#plane.kubeconfig(userName, this.url);
  }

  inject(fault: Fault): InjectedFault {
    const injected = new InjectedFault(fault);
    this.#faults.add(injected);
    return injected;
  }

  remove(fault: InjectedFault): void {
    this.#faults.delete(fault);
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    await this.gate.close();
    this.#server.closeAllConnections();
    this.#upstream.close();
    await closed;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(incoming);
      this.#requests.push(request);
      await this.#exchange({ request, incoming, response });
    } catch {
      // The client or the server closed: the other side's connection ends, as without a proxy.
      response.destroy();
    }
  }

  async #exchange(exchange: Exchange): Promise<void> {
    const { request, incoming, response } = exchange;
    const due = [...this.#faults].filter((fault) => fault.isDue(request));
    const at = (moment: Fault['moment']): InjectedFault[] => due.filter(({ fault }) => fault.moment === moment);
    if ((await this.#suffer(at('before'), exchange)) === 'answered') return;
    const answer = await this.#upstream.send(incoming, request.body);
    if ((await this.#suffer(at('after'), exchange)) === 'answered') {
      Upstream.drop(answer);
      return;
    }
    await Upstream.pass(answer, response);
  }

  async #suffer(faults: readonly InjectedFault[], exchange: Exchange): Promise<Outcome> {
    for (const injected of faults) {
      injected.happened(exchange.request);
      if ((await this.#apply(injected.fault.effect, exchange)) === 'answered') return 'answered';
    }
    return 'goes on';
  }

  async #apply(effect: Effect, { request, incoming, response }: Exchange): Promise<Outcome> {
    if (effect.type === 'kill') {
      effect.kill();
      response.destroy();
      return 'answered';
    }
    if (effect.type === 'refuse') {
      refuse(response, effect);
      return 'answered';
    }
    if (effect.type === 'delay') await effect.until;
    else Upstream.drop(await this.#upstream.send(incoming, request.body));
    return 'goes on';
  }
}

function refuse(response: ServerResponse, { status, reason, retryAfterSeconds }: Effect & { type: 'refuse' }): void {
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: status,
    reason,
    message: 'refused on purpose',
  };
  response.writeHead(status, { 'content-type': 'application/json', ...retryAfter }).end(JSON.stringify(body));
}
