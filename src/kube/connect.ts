// How does one connect to a cluster?
import type { KubeConfig } from '@kubernetes/client-node';
import type { ApiClient } from './api/apiClient.ts';
import { HttpApiClient } from './api/httpApiClient.ts';
import { guardedTransport } from './leaderElection/guardedTransport.ts';
import type { Leadership } from './leaderElection/leadership.ts';
import { leaseTransport } from './leaderElection/leaseTransport.ts';
import { KubeConfigError } from './loadKubeConfig.ts';
import type { ApiObserver, Priority } from './observer.ts';
import { systemClock, type Clock } from './timing/clock.ts';
import { CredentialSource } from './transport/credentialSource.ts';
import { Throttle, type CallRate } from './transport/throttle.ts';
import { ThrottledTransport } from './transport/throttledTransport.ts';
import type { Transport } from './transport/transport.ts';
import { UndiciTransport } from './transport/undiciTransport.ts';

export interface ConnectOptions {
  readonly observer: ApiObserver;
  readonly userAgent: string;
  readonly clock?: Clock;
  /** How long a call may take. */
  readonly deadlineMs?: number;
  /** How many calls may be under way at the same time. */
  readonly concurrency?: number;
  /** How many calls may be made per second; any number unless said otherwise. */
  readonly rate?: CallRate | undefined;
  /** Reads the kubeconfig anew, when the server does not take our credentials any more. */
  readonly reload?: () => KubeConfig;
}

export interface Clients {
  /** Its calls go first. */
  readonly client: ApiClient;
  /** For what can wait: its calls go when no others want to, and never take all places. */
  readonly background: ApiClient;
}

export interface Connection extends Clients {
  /** Its address. */
  readonly serverUrl: string;
  /** Clients that write only while the leadership is held. */
  under(leadership: Leadership): Clients;
  /** A client for the Lease, whose calls take no longer than this. */
  forLease(deadlineMs: number): ApiClient;
  /** What reflectors list and watch through. */
  readonly transport: Transport;
  /** Cuts off whatever is still under way. */
  close(): Promise<void>;
}

/** Makes no request: whether the cluster can be reached shows with the first one. */
export function connect(kubeConfig: KubeConfig, options: ConnectOptions): Connection {
  const { observer, userAgent, clock = systemClock, deadlineMs = 10_000 } = options;
  const { concurrency = 16, rate, reload = () => kubeConfig } = options;
  const server = serverOf(kubeConfig);
  const credentials = new CredentialSource(kubeConfig, reload);
  const direct = new UndiciTransport({ credentials, server, userAgent, clock, deadlineMs, connections: concurrency });
  const transport = new ThrottledTransport(direct, new Throttle({ concurrency, rate, clock }));
  const client = (route: Transport, priority: Priority): ApiClient =>
    new HttpApiClient({ transport: route, observer, clock }, priority);
  const clients = (route: Transport): Clients => ({
    client: client(route, 'urgent'),
    background: client(route, 'background'),
  });
  return {
    serverUrl: server.href,
    ...clients(transport),
    under: (leadership) => clients(guardedTransport(transport, leadership)),
    forLease: (leaseDeadlineMs) => client(leaseTransport(transport, leaseDeadlineMs), 'urgent'),
    transport,
    close: () => transport.close(),
  };
}

function serverOf(kubeConfig: KubeConfig): URL {
  const server = kubeConfig.getCurrentCluster()?.server ?? '';
  const url = URL.parse(server);
  if (url === null) throw new KubeConfigError(`Cannot connect to a cluster: its server "${server}" is no URL`);
  return url;
}
