// What do the JSON texts of our objects, their Services and EndpointSlices have in common?
// It only decides how small packed objects are, never what they say. Keys stand in the API server's order, which is
// alphabetical in our own objects: the longer the same run of characters, the smaller what is packed.
import { causes, type Cause } from '../api/causes.ts';

const time = '2026-01-01T00:00:00.000000Z';
const created = '2026-01-01T00:00:00Z';
const uid = '00000000-0000-4000-8000-000000000000';
const owner = {
  apiVersion: 'activestandby.dev/v1alpha1',
  kind: 'ActiveStandbyService',
  name: '',
  uid,
  controller: true,
};

const elected = (cause: Cause): string => ` is active in term 1, because ${causes[cause]}.`;

const conditions = [
  ['Traffic goes to .', 'ActivePublished', 'True', 'Ready'],
  [elected('PodNotReady') + elected('Initial'), 'Elected', 'True', 'ActiveElected'],
  ['The EndpointSlice lists the active pod alone.', 'Published', 'True', 'EndpointsPublished'],
  ['Nothing needs attention.', 'AsDesired', 'False', 'Degraded'],
  ['Elections and repair are on.', 'NotPaused', 'False', 'Paused'],
].map(([message, reason, status, type]) => ({
  lastTransitionTime: time,
  message,
  observedGeneration: 1,
  reason,
  status,
  type,
}));

const transition = {
  cause: 'PodNotReady',
  detectedTime: time,
  durationMilliseconds: 5,
  electedTime: time,
  fromPod: '',
  publishedTime: time,
  term: 1,
  toPod: '',
};

const { fromPod: _, ...first } = { ...transition, cause: 'Initial' };

const spec = {
  election: {
    minReady: '0s',
    order: 'OldestReady',
    preemption: 'Never',
    preemptionDelay: '5m',
  },
  failover: { cooldown: '0s', delay: '0s', mode: 'Automatic', noCandidate: 'Empty', nodeFailure: 'Immediate' },
  handover: { demotedPod: 'Keep', drainTimeout: '0s', strategy: 'Replace' },
  paused: false,
  selector: { matchLabels: { 'app.kubernetes.io/name': '', app: '' } },
  service: { ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }], type: 'ClusterIP' },
};

const candidates = ['NotReady', 'NotRunning', 'Terminating', 'Eligible'].map((reason) => ({
  eligible: reason === 'Eligible',
  podName: '',
  priority: 100,
  reason,
}));

const status = {
  active: { electedTime: time, nodeName: '', podIPs: ['10.0.0.1'], podName: '', podUID: uid },
  candidateSummary: '3/3',
  candidates,
  conditions,
  history: [transition, first],
  lastTransition: first,
  observedGeneration: 1,
  phase: 'Active',
  phaseSince: time,
  serviceName: '',
  standbys: 2,
  term: 1,
  termHolderUID: uid,
};

const asvc = {
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  metadata: { creationTimestamp: created, generation: 1, name: '', namespace: '', resourceVersion: '1', uid },
  spec,
  status,
};

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: '',
    namespace: '',
    uid,
    resourceVersion: '1',
    creationTimestamp: created,
    labels: { 'app.kubernetes.io/managed-by': 'activestandby.dev' },
    ownerReferences: [owner],
  },
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
    name: '-asvc-ipv4',
    namespace: '',
    uid,
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: created,
    labels: {
      'endpointslice.kubernetes.io/managed-by': 'activestandby.dev',
      'kubernetes.io/service-name': '',
      'service.kubernetes.io/headless': '',
    },
    annotations: {
      'activestandby.dev/ledger': JSON.stringify({
        holder: { name: '', uid },
        intent: 'Serving',
        cause: 'PodNotReady',
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

export const dictionary = Buffer.from(JSON.stringify([slice, service, { valid: true, value: asvc }]));
