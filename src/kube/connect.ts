// Connects to a cluster: builds the clients and transports from a kubeconfig.
import type { KubeConfig } from '@kubernetes/client-node';
import type { ApiClient } from './api/apiClient.ts';
import { HttpApiClient } from './api/httpApiClient.ts';
import { guardedTransport } from './leaderElection/guardedTransport.ts';
import type { Leadership } from './leaderElection/leadership.ts';
import { leaseTransport } from './leaderElection/leaseTransport.ts';
import { KubeConfigError } from './loadKubeConfig.ts';
import type { ApiObserver } from './observer.ts';
import { RisingPriority } from './queue/risingPriority.ts';
import { systemClock, type Clock } from './timing/clock.ts';
import { CredentialSource } from './transport/credentialSource.ts';
import { Throttle, type CallRate } from './transport/throttle.ts';
import { ThrottledTransport } from './transport/throttledTransport.ts';
import type { Transport } from './transport/transport.ts';
import { UndiciTransport } from './transport/undiciTransport.ts';
import { keepWarm } from './transport/warmConnection.ts';

export interface ConnectOptions {
  readonly observer: ApiObserver;
  readonly userAgent: string;
  readonly clock?: Clock;
  /** Default deadline of a call. */
  readonly deadlineMs?: number;
  /** Maximum number of calls in flight. */
  readonly concurrency?: number;
  /** Maximum number of calls per second; default: unlimited. */
  readonly rate?: CallRate | undefined;
  /** Reads the kubeconfig again after the server has refused the credentials. */
  readonly reload?: () => KubeConfig;
}

export interface Clients {
  /** Urgent calls, which go first. */
  readonly client: ApiClient;
  /** Background calls, which yield to urgent ones and never take all places. */
  readonly background: ApiClient;
  /** A client for one run of a queue: its calls have the priority of the run, also while they wait. */
  at(priority: RisingPriority): ApiClient;
}

export interface Connection extends Clients {
  readonly serverUrl: string;
  /** Clients whose writes are refused unless the leadership is held. */
  under(leadership: Leadership): Clients;
  /** Holds background calls back while urgent work waits, as urgent calls do. Returns what to call when it has ended. */
  expectUrgent(): () => void;
  /** A client for the Lease; its calls fail after the deadline. */
  forLease(deadlineMs: number): ApiClient;
  /** Used by reflectors to list and watch. */
  readonly transport: Transport;
  /** From now on a connection for calls stays open, also while there are none. */
  keepWarm(): void;
  /** Aborts all requests in flight. */
  close(): Promise<void>;
}

/** Makes no request. Throws a KubeConfigError if the server's URL is invalid. */
export function connect(kubeConfig: KubeConfig, options: ConnectOptions): Connection {
  const { observer, userAgent, clock = systemClock, deadlineMs = 10_000 } = options;
  const { concurrency = 16, rate, reload = () => kubeConfig } = options;
  const server = serverOf(kubeConfig);
  const credentials = new CredentialSource(kubeConfig, reload);
  const direct = new UndiciTransport({ credentials, server, userAgent, clock, deadlineMs, connections: concurrency });
  const throttle = new Throttle({ concurrency, rate, clock });
  const transport = new ThrottledTransport(direct, throttle);
  const closing = new AbortController();
  const client = (route: Transport, priority: RisingPriority): ApiClient =>
    new HttpApiClient({ transport: route, observer, clock }, priority);
  const clients = (route: Transport): Clients => ({
    client: client(route, new RisingPriority('urgent')),
    background: client(route, new RisingPriority('background')),
    at: (priority) => client(route, priority),
  });
  return {
    serverUrl: server.href,
    ...clients(transport),
    under: (leadership) => clients(guardedTransport(transport, leadership)),
    expectUrgent: () => throttle.expectUrgent(),
    forLease: (leaseDeadlineMs) => client(leaseTransport(transport, leaseDeadlineMs), new RisingPriority('urgent')),
    transport,
    keepWarm: () => void keepWarm(transport, clock, closing.signal),
    close: () => {
      closing.abort();
      return transport.close();
    },
  };
}

function serverOf(kubeConfig: KubeConfig): URL {
  const server = kubeConfig.getCurrentCluster()?.server ?? '';
  const url = URL.parse(server);
  if (url === null) throw new KubeConfigError(`Cannot connect to a cluster: its server "${server}" is not a URL`);
  return url;
}
