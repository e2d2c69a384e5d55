// Pods of the API, built from the few facts that an election reads.
import type { V1Pod } from '@kubernetes/client-node';
import type { Wire } from '../../../src/kube/wire.ts';

export type PodObject = Wire<V1Pod>;

export interface PodFacts {
  readonly ready: boolean;
  /** When the condition changed, in ms since the epoch; the API has whole seconds. */
  readonly sinceMs: number;
  readonly phase: string;
  readonly selected: boolean;
  readonly ips: readonly string[];
  readonly nodeName: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function podObject(name: string, facts: PodFacts): PodObject {
  const { ready, sinceMs, phase, selected, ips, nodeName, annotations = {} } = facts;
  const since = new Date(sinceMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const [podIP] = ips;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name, labels: selected ? { app: 'orders' } : {}, annotations },
    spec: { nodeName, containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: since }],
      podIPs: ips.map((ip) => ({ ip })),
      ...(podIP === undefined ? {} : { podIP }),
    },
  };
}
