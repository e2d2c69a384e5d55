// CoreDNS in the cluster, as a Deployment behind the ClusterIP that every pod has in its resolv.conf.
import { join } from 'node:path';
import { requireBinary } from '../binaries/findBinaries.ts';
import type { Cluster } from './cluster.ts';
import { writeImage } from './image.ts';

export interface CoreDnsOptions {
  /** Of answers, in seconds. Default: 5, as CoreDNS' own. */
  readonly ttl?: number;
  /** For how many seconds answers are kept at most. Default: they are not. */
  readonly cache?: number;
}

const image = 'activestandby.test/coredns:1';
const name = 'kube-dns';
const namespace = 'kube-system';

/** Returns the address and port at which it answers, once it is available. */
export async function startCoreDns(cluster: Cluster, options: CoreDnsOptions = {}): Promise<string> {
  const { plane, nodes, lan } = cluster;
  const files = { '/bin/coredns': requireBinary('coredns') };
  const archive = writeImage(join(plane.directory, 'coredns.tar'), {
    name: image,
    files,
    entrypoint: ['/bin/coredns', '-conf', '/etc/coredns/Corefile'],
  });
  await Promise.all(nodes.map((node) => node.load(archive)));
  const items = [...permissions(), configMap(options), deployment(), service(lan.addresses.dns)];
  await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await plane.kubectl(['rollout', 'status', '--namespace', namespace, `deployment/${name}`, '--timeout=60s']);
  return `${lan.addresses.dns}:53`;
}

function corefile({ ttl = 5, cache }: CoreDnsOptions): string {
  const lines = [
    'errors',
    'ready :8181',
    `kubernetes cluster.local in-addr.arpa {\n ttl ${ttl}\n}`,
    ...(cache === undefined ? [] : [`cache ${cache}`]),
  ];
  return `.:53 {\n${lines.join('\n')}\n}\n`;
}

function configMap(options: CoreDnsOptions): object {
  const data = { Corefile: corefile(options) };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data };
}

function permissions(): readonly object[] {
  const group = 'rbac.authorization.k8s.io';
  const metadata = { name: 'system:coredns' };
  const verbs = ['list', 'watch'];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
    {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRole',
      metadata,
      rules: [
        { apiGroups: [''], resources: ['services', 'namespaces', 'pods'], verbs },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
      ],
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    },
  ];
}

function deployment(): object {
  const labels = { app: name };
  const container = {
    name: 'coredns',
    image,
    imagePullPolicy: 'Never',
    readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
    volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
  };
  const volumes = [{ name: 'config', configMap: { name } }];
  const spec = { serviceAccountName: name, dnsPolicy: 'Default', containers: [container], volumes };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

function service(clusterIP: string): object {
  const ports = ['UDP', 'TCP'].map((protocol) => ({ name: protocol.toLowerCase(), port: 53, protocol }));
  const spec = { clusterIP, selector: { app: name }, ports };
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec };
}
