// Which metrics are there? All of them, made at once, so that the README's table and /metrics never differ.
import type { Registry } from 'prom-client';
import { ElectionMetrics } from './electionMetrics.ts';
import { KubeMetrics } from './kubeMetrics.ts';
import { QueueMetrics } from './queueMetrics.ts';
import { SubjectMetrics } from './subjectMetrics.ts';

export interface Metrics {
  readonly elections: ElectionMetrics;
  readonly subjects: SubjectMetrics;
  readonly kube: KubeMetrics;
  readonly queues: QueueMetrics;
}

export function makeMetrics(registry: Registry): Metrics {
  return {
    elections: new ElectionMetrics(registry),
    subjects: new SubjectMetrics(registry),
    kube: new KubeMetrics(registry),
    queues: new QueueMetrics(registry),
  };
}
