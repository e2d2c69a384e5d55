// How does one connect to a cluster?
import type { KubeConfig } from '@kubernetes/client-node';
import type { ApiClient } from './apiClient.ts';
import { systemClock, type Clock } from './clock.ts';
import { HttpApiClient } from './httpApiClient.ts';
import { KubeConfigError } from './loadKubeConfig.ts';
import type { ApiObserver } from './observer.ts';
import type { Transport } from './transport.ts';
import { UndiciTransport } from './undiciTransport.ts';

export interface ConnectOptions {
  readonly observer: ApiObserver;
  readonly userAgent: string;
  readonly clock?: Clock;
  /** How long a call may take. */
  readonly deadlineMs?: number;
}

export interface Connection {
  readonly client: ApiClient;
  /** What reflectors list and watch through. */
  readonly transport: Transport;
  /** Cuts off whatever is still under way. */
  close(): Promise<void>;
}

/** Makes no request: whether the cluster can be reached shows with the first one. */
export function connect(kubeConfig: KubeConfig, options: ConnectOptions): Connection {
  const { observer, userAgent, clock = systemClock, deadlineMs = 10_000 } = options;
  const server = serverOf(kubeConfig);
  const transport = new UndiciTransport({ kubeConfig, server, userAgent, clock, deadlineMs });
  const client = new HttpApiClient({ transport, observer, clock });
  return { client, transport, close: () => transport.close() };
}

function serverOf(kubeConfig: KubeConfig): URL {
  const server = kubeConfig.getCurrentCluster()?.server ?? '';
  const url = URL.parse(server);
  if (url === null) throw new KubeConfigError(`Cannot connect to a cluster: its server "${server}" is no URL`);
  return url;
}
