// The key under which the API server stores an object in etcd.
import type { ObjectName, Resource } from '../../src/kube/resource.ts';

/** Resources whose key is not the plural. */
const historicalNames: Readonly<Record<string, string>> = {
  services: 'services/specs',
  endpoints: 'services/endpoints',
  nodes: 'minions',
};

export function etcdPrefix({ group, plural }: Resource, namespace = ''): string {
  const kind = isBuiltIn(group) ? (historicalNames[plural] ?? plural) : `${group}/${plural}`;
  return `/registry/${kind}/${namespace === '' ? '' : `${namespace}/`}`;
}

export function etcdKey(resource: Resource, { namespace, name }: ObjectName): string {
  return etcdPrefix(resource, namespace) + name;
}

function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}
