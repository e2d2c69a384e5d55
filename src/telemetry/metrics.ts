// All metrics, created in one place, so that docs/metrics.md and /metrics never differ.
import type { Registry } from 'prom-client';
import { ElectionMetrics } from './electionMetrics.ts';
import { KubeMetrics } from './kubeMetrics.ts';
import { LeaderMetrics } from './leaderMetrics.ts';
import { NodeMetrics } from './nodeMetrics.ts';
import { QueueMetrics } from './queueMetrics.ts';
import { PerResourceMetrics } from './perResourceMetrics.ts';

export interface Metrics {
  readonly elections: ElectionMetrics;
  /** Undefined: metrics per object are switched off. */
  readonly perResource: PerResourceMetrics | undefined;
  readonly kube: KubeMetrics;
  readonly nodes: NodeMetrics;
  readonly queues: QueueMetrics;
  readonly leader: LeaderMetrics;
}

export function makeMetrics(registry: Registry, { perResource }: { readonly perResource: boolean }): Metrics {
  return {
    elections: new ElectionMetrics(registry),
    perResource: perResource ? new PerResourceMetrics() : undefined,
    kube: new KubeMetrics(registry),
    nodes: new NodeMetrics(registry),
    queues: new QueueMetrics(registry),
    leader: new LeaderMetrics(registry),
  };
}
