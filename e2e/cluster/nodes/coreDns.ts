// CoreDNS in the cluster, as a Deployment behind the ClusterIP that every pod has in its resolv.conf.
import { join } from 'node:path';
import { requireBinary } from '../binaries/findBinaries.ts';
import { apply, deploymentOf, permissionsOf, untilRolledOut } from './addOn.ts';
import type { Cluster } from './cluster.ts';
import { writeImage } from './image.ts';

export interface CoreDnsOptions {
  /** Of answers, in seconds. Default: 5, as CoreDNS' own. */
  readonly ttl?: number;
  /** For how many seconds answers are kept at most. Default: they are not. */
  readonly cache?: number;
}

const addOn = { namespace: 'kube-system', name: 'kube-dns', image: 'activestandby.test/coredns:1' };
const { namespace, name } = addOn;
const configDirectory = '/etc/coredns';

/** Returns the address and port at which it answers, once it is available. */
export async function startCoreDns(cluster: Cluster, options: CoreDnsOptions = {}): Promise<string> {
  const { plane, nodes, lan } = cluster;
  const files = { '/bin/coredns': requireBinary('coredns') };
  const archive = join(plane.directory, 'coredns.tar');
  writeImage(archive, {
    name: addOn.image,
    files,
    entrypoint: ['/bin/coredns', '-conf', `${configDirectory}/Corefile`],
  });
  await Promise.all(nodes.map((node) => node.load(archive)));
  const items = [...permissionsOf(addOn, rules), configMap(options), deployment(), service(lan.addresses.dns)];
  await apply(plane, items);
  await untilRolledOut(plane, addOn);
  return `${lan.addresses.dns}:53`;
}

const verbs = ['list', 'watch'];
const rules = [
  { apiGroups: [''], resources: ['services', 'namespaces', 'pods'], verbs },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
];

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

function deployment(): object {
  const container = {
    readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
    volumeMounts: [{ name: 'config', mountPath: configDirectory }],
  };
  return deploymentOf(addOn, container, [{ name: 'config', configMap: { name } }]);
}

function service(clusterIP: string): object {
  const ports = ['UDP', 'TCP'].map((protocol) => ({ name: protocol.toLowerCase(), port: 53, protocol }));
  const spec = { clusterIP, selector: { app: name }, ports };
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec };
}
