// A pod like those of real clusters: containers with environment, probes, volumes and statuses, and managedFields of
// several writers. A large one has 16 KiB of JSON, a small one 6 KB; the operator needs 0.3 of it.
import type { Api } from '../../e2e/cluster/api.ts';
import { createObject } from '../../e2e/cluster/objects.ts';
import type { Pod } from '../../e2e/cluster/pods.ts';
import { pods } from '../../e2e/cluster/resources.ts';
import { objectPath } from '../../src/kube/api/resourcePath.ts';

export interface ScalePod {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly ip: string;
  readonly nodeName: string;
  readonly readySince: Date;
  /** Default: true. Its node must exist, or the pod is collected. */
  readonly ready?: boolean;
  /** Default: large. */
  readonly size?: PodSize;
}

export type PodSize = 'small' | 'large';

/** Created through the API server, so that defaults and managedFields are real. */
export async function createPod(api: Api, pod: ScalePod): Promise<Pod> {
  const { namespace, name, app, nodeName, size = 'large' } = pod;
  const metadata = { namespace, name, labels: labels(app), annotations };
  await createObject<Pod>(api, pods, { metadata, spec: { ...podSpec(shapes[size]), nodeName } });
  return api.request<Pod>('PATCH', `${objectPath(pods, pod)}/status?fieldManager=kubelet`, {
    body: { status: podStatus(pod) },
    contentType: 'application/strategic-merge-patch+json',
  });
}

function labels(app: string): Readonly<Record<string, string>> {
  return {
    app,
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/instance': app,
    'app.kubernetes.io/component': 'backend',
    'app.kubernetes.io/part-of': 'shop',
    'app.kubernetes.io/managed-by': 'Helm',
    'pod-template-hash': '6d4cf56db6',
    'topology.kubernetes.io/zone': 'zone-a',
  };
}

const annotations = {
  'checksum/config': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'cni.projectcalico.org/containerID': '8b1a9953c4611296a827abf8c47804d7c3b3e2d6a1f0b5c4d3e2f1a0b9c8d7e6',
  'cni.projectcalico.org/podIP': '10.1.0.1/32',
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '9090',
  'sidecar.istio.io/status': JSON.stringify({ volumes: ['workload-socket', 'credential-socket', 'istio-envoy'] }),
};

function environment(count: number) {
  return Array.from({ length: count }, (_, index) =>
    index % 4 === 0
      ? { name: `SECRET_${index}`, valueFrom: { secretKeyRef: { name: 'orders-credentials', key: `key-${index}` } } }
      : { name: `SETTING_${index}`, value: `https://service-${index}.shop.svc.cluster.local:8443/api` },
  );
}

const volumeNames = ['config', 'credentials', 'cache', 'certificates', 'scratch', 'kube-api-access-x7k2p'];

interface Container {
  readonly name: string;
  readonly port: number;
  readonly variables: number;
}

interface Shape {
  readonly containers: readonly Container[];
  readonly volumes: readonly string[];
}

const shapes: Readonly<Record<PodSize, Shape>> = {
  small: { containers: [{ name: 'app', port: 8080, variables: 4 }], volumes: volumeNames.slice(0, 1) },
  large: {
    containers: [
      { name: 'app', port: 8080, variables: 20 },
      { name: 'proxy', port: 15001, variables: 8 },
    ],
    volumes: volumeNames,
  },
};

function container({ name, port, variables }: Container, volumes: readonly string[]) {
  const probe = { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 5, failureThreshold: 3 };
  return {
    name,
    image: `registry.example/shop/${name}:2026.11.3-build.4711`,
    args: ['--config=/etc/app/config.yaml', '--log-format=json', '--listen=:8080', '--shutdown-timeout=30s'],
    ports: [
      { name: name === 'app' ? 'http' : 'proxy', containerPort: port },
      { name: `${name}-metrics`, containerPort: port + 1000 },
    ],
    env: environment(variables),
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '2', memory: '1Gi' } },
    volumeMounts: volumes.map((volume) => ({ name: volume, mountPath: `/var/run/${volume}`, readOnly: true })),
    ...(name === 'app' ? { livenessProbe: probe, readinessProbe: probe, startupProbe: probe } : {}),
    lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'sleep 5'] } } },
    securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
  };
}

function podSpec({ containers, volumes }: Shape) {
  return {
    containers: containers.map((each) => container(each, volumes)),
    volumes: volumes.map((name) => ({ name, emptyDir: { sizeLimit: '64Mi' } })),
    serviceAccountName: 'orders',
    tolerations: ['not-ready', 'unreachable'].map((taint) => ({
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists' as const,
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'orders' } },
      },
    ],
  };
}

const startedAt = '2026-11-01T08:00:00Z';

function containerStatus(name: string) {
  const image = `registry.example/shop/${name}:2026.11.3-build.4711`;
  const digest = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  const state = { running: { startedAt } };
  return {
    name,
    image,
    imageID: `${image}@${digest}`,
    containerID: `containerd://${digest}`,
    ready: true,
    restartCount: 0,
    started: true,
    state,
  };
}

const conditionTypes = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

function conditions({ ready = true, readySince }: ScalePod) {
  const lastTransitionTime = readySince.toISOString();
  return conditionTypes.map((type) => {
    const status = ready || !type.endsWith('Ready') ? 'True' : 'False';
    return { type, status, lastTransitionTime };
  });
}

function podStatus(pod: ScalePod) {
  const { ip, size = 'large' } = pod;
  return {
    phase: 'Running',
    qosClass: 'Burstable',
    hostIP: '192.0.2.1',
    hostIPs: [{ ip: '192.0.2.1' }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime: startedAt,
    conditions: conditions(pod),
    containerStatuses: shapes[size].containers.map(({ name }) => containerStatus(name)),
  };
}
