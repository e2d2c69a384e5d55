// What do the JSON texts of our objects, their Services and EndpointSlices have in common?
// It only decides how small packed objects are, never what they say.

const time = '2026-01-01T00:00:00.000000Z';
const uid = '00000000-0000-4000-8000-000000000000';
const owner = {
  apiVersion: 'activestandby.dev/v1alpha1',
  kind: 'ActiveStandbyService',
  name: '',
  uid,
  controller: true,
};

const conditions = [
  ['Ready', 'True', 'ActivePublished', 'Traffic goes to .'],
  ['ActiveElected', 'True', 'Elected', ' is active in term 1, because it was not ready'],
  ['EndpointsPublished', 'True', 'Published', 'The EndpointSlice lists the active pod alone.'],
  ['Degraded', 'False', 'AsDesired', 'Nothing needs attention.'],
  ['Paused', 'False', 'NotPaused', 'Elections and repair are on.'],
].map(([type, word, reason, message]) => ({
  type,
  status: word,
  observedGeneration: 1,
  lastTransitionTime: time,
  reason,
  message,
}));

const transition = {
  term: 1,
  cause: 'PodNotReady',
  fromPod: '',
  toPod: '',
  detectedTime: time,
  electedTime: time,
  publishedTime: time,
  durationMilliseconds: 5,
};

const spec = {
  selector: { matchLabels: { 'app.kubernetes.io/name': '' }, matchExpressions: [] },
  paused: false,
  service: { name: '', type: 'ClusterIP', ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
  election: {
    order: 'OldestReady',
    priorityAnnotation: 'activestandby.dev/priority',
    preemption: 'Never',
    preemptionDelay: '5m',
    minReady: '0s',
  },
  failover: { mode: 'Automatic', delay: '0s', cooldown: '0s', noCandidate: 'Empty', nodeFailure: 'Immediate' },
  handover: { strategy: 'Replace', drainTimeout: '0s', demotedPod: 'Keep' },
};

const candidates = ['Eligible', 'NotReady', 'NotRunning', 'Terminating'].map((reason) => ({
  podName: '',
  eligible: reason === 'Eligible',
  reason,
  priority: 100,
}));

const status = {
  observedGeneration: 1,
  phase: 'Active',
  phaseSince: time,
  term: 1,
  termHolderUID: uid,
  active: { podName: '', podUID: uid, podIPs: ['10.0.0.1'], nodeName: '', electedTime: time },
  candidateSummary: '3/3',
  standbys: 2,
  candidates,
  lastTransition: transition,
  history: [transition, { ...transition, cause: 'Initial' }],
  serviceName: '',
  conditions,
};

const metadata = { name: '', namespace: '', uid, resourceVersion: '', generation: 1, creationTimestamp: time };

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { ...metadata, labels: { 'app.kubernetes.io/managed-by': 'activestandby.dev' }, ownerReferences: [owner] },
  spec: {
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' }],
    clusterIP: 'None',
    clusterIPs: ['10.96.0.1'],
    type: 'ClusterIP',
    sessionAffinity: 'None',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
  },
  status: { loadBalancer: {} },
};

const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    ...metadata,
    labels: {
      'endpointslice.kubernetes.io/managed-by': 'activestandby.dev',
      'kubernetes.io/service-name': '',
      'service.kubernetes.io/headless': '',
    },
    annotations: {
      'activestandby.dev/ledger': JSON.stringify({
        holder: { name: '', uid },
        intent: 'Serving',
        cause: 'Initial',
        from: { name: '', uid },
        detected: time,
        elected: time,
      }),
      'activestandby.dev/term': '1',
      'endpoints.kubernetes.io/last-change-trigger-time': time,
    },
    ownerReferences: [owner],
  },
  addressType: 'IPv4',
  endpoints: [
    {
      addresses: ['10.0.0.1'],
      conditions: { ready: true, serving: true, terminating: false },
      targetRef: { kind: 'Pod', namespace: '', name: '', uid },
      nodeName: '',
      zone: '',
    },
  ],
  ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
};

export const dictionary = Buffer.from(
  JSON.stringify([slice, service, { valid: true, value: { metadata, spec, status } }]),
);
