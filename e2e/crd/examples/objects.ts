// The objects that the examples vary: two that use every field.

export const fullSpec = {
  selector: {
    matchLabels: { app: 'orders' },
    matchExpressions: [{ key: 'tier', operator: 'In', values: ['live'] }],
  },
  paused: false,
  service: {
    type: 'ClusterIP',
    ports: [{ name: 'http', port: 80, targetPort: 'web', protocol: 'TCP', appProtocol: 'http' }],
  },
  election: {
    order: 'Priority',
    preemption: 'HigherPriority',
    preemptionDelay: '1m',
    minReady: '10s',
  },
  failover: { mode: 'Manual', delay: '500ms', cooldown: '1h', noCandidate: 'KeepLast', nodeFailure: 'PodReadiness' },
  handover: { strategy: 'BreakBeforeMake', drainTimeout: '30s', demotedPod: 'Delete' },
  switchover: { requestID: '2026-11-21-a', targetPod: 'orders-1', notBefore: '2026-11-21T22:00:00Z' },
  fencedPods: ['orders-2'],
};

const time = '2026-11-21T01:02:03.456000Z';

const transition = {
  term: 7,
  cause: 'PodNotReady',
  fromPod: 'orders-0',
  toPod: 'orders-1',
  detectedTime: time,
  electedTime: time,
  publishedTime: time,
  durationMilliseconds: 6,
};

export const fullStatus = {
  observedGeneration: 1,
  phase: 'Active',
  phaseSince: time,
  term: 7,
  termHolderUID: '9e1d',
  active: { podName: 'orders-1', podUID: '9e1d', podIPs: ['10.0.0.7'], nodeName: 'n1', electedTime: time },
  candidateSummary: '1/2',
  standbys: 1,
  candidates: [{ podName: 'orders-0', eligible: false, reason: 'Terminating', priority: 100 }],
  failover: {
    cause: 'PodNotReady',
    detectedTime: time,
    deadline: time,
    delayMilliseconds: 500,
    toPod: 'orders-0',
  },
  preemption: { podName: 'orders-0', podUID: '1f2e', eligibleTime: time, deadline: time },
  switchover: {
    requestID: '2026-11-21-a',
    state: 'Completed',
    message: 'orders-1 is active.',
    handledRequestIDs: ['2026-11-21-a'],
  },
  lastTransition: transition,
  history: [transition],
  serviceName: 'orders',
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      observedGeneration: 1,
      lastTransitionTime: time,
      reason: 'ActivePublished',
      message: 'orders-1 is active.',
    },
  ],
};

export interface Sample {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
  readonly status?: unknown;
}

export function sample(name: string): Sample {
  return {
    apiVersion: 'activestandby.dev/v1alpha1',
    kind: 'ActiveStandbyService',
    metadata: { name },
    spec: fullSpec,
    status: fullStatus,
  };
}
