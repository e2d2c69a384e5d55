// Traefik in the cluster, as a Deployment that follows Ingresses of its class and sends requests to the pods of their slices.
import { join } from 'node:path';
import { requireBinary } from '../binaries/findBinaries.ts';
import { apply, deploymentOf, permissionsOf, untilRolledOut } from './addOn.ts';
import type { Cluster } from './cluster.ts';
import { writeImage } from './image.ts';
import { serviceUrl } from './servers.ts';

export interface TraefikOptions {
  /** How long it collects changes before it takes them over. Default: 2,000, as Traefik's own. */
  readonly throttleMs?: number;
}

const addOn = { namespace: 'kube-system', name: 'traefik', image: 'activestandby.test/traefik:1' };
const port = 8000;
export const ingressClass = 'traefik';

/** Returns the URL at which it answers, once it is available. The Host header chooses the Ingress. */
export async function startTraefik(cluster: Cluster, { throttleMs = 2000 }: TraefikOptions = {}): Promise<string> {
  const { plane, nodes } = cluster;
  const files = { '/bin/traefik': requireBinary('traefik') };
  const archive = join(plane.directory, 'traefik.tar');
  writeImage(archive, { name: addOn.image, files, entrypoint: ['/bin/traefik'] });
  await Promise.all(nodes.map((node) => node.load(archive)));
  await apply(plane, [...permissionsOf(addOn, rules), ingressClassObject(), deployment(throttleMs), service()]);
  await untilRolledOut(plane, addOn);
  return serviceUrl(plane, addOn);
}

const read = ['get', 'list', 'watch'];
const rules = [
  { apiGroups: [''], resources: ['services', 'secrets', 'nodes', 'configmaps'], verbs: read },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
];

function ingressClassObject(): object {
  const spec = { controller: 'traefik.io/ingress-controller' };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: ingressClass }, spec };
}

function deployment(throttleMs: number): object {
  const args = [
    `--entryPoints.web.address=:${port}`,
    '--entryPoints.traefik.address=:8001',
    '--ping=true',
    '--global.checkNewVersion=false',
    '--global.sendAnonymousUsage=false',
    '--providers.kubernetesIngress=true',
    `--providers.kubernetesIngress.ingressClass=${ingressClass}`,
    `--providers.providersThrottleDuration=${throttleMs}ms`,
  ];
  return deploymentOf(addOn, { args, readinessProbe: { httpGet: { path: '/ping', port: 8001 }, periodSeconds: 1 } });
}

function service(): object {
  const spec = { selector: { app: addOn.name }, ports: [{ name: 'web', port: 80, targetPort: port }] };
  const { namespace, name } = addOn;
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec };
}
