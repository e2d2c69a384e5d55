// What runs in a cluster beside the pods under test: a Deployment of one replica with permissions of its own.
import type { ObjectName } from '../../../src/kube/resource.ts';
import type { ControlPlane } from '../controlPlane.ts';

export interface AddOn extends ObjectName {
  readonly image: string;
}

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export async function apply(plane: ControlPlane, items: readonly object[]): Promise<void> {
  await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

export async function untilRolledOut(plane: ControlPlane, { namespace, name }: ObjectName): Promise<void> {
  await plane.kubectl(['rollout', 'status', `--namespace=${namespace}`, `deployment/${name}`, '--timeout=60s']);
}

/** A ServiceAccount that may do this in all namespaces. */
export function permissionsOf({ namespace, name }: AddOn, rules: readonly PolicyRule[]): readonly object[] {
  const group = 'rbac.authorization.k8s.io';
  const apiVersion = `${group}/v1`;
  const roleRef = { apiGroup: group, kind: 'ClusterRole', name };
  const subjects = [{ kind: 'ServiceAccount', namespace, name }];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
    { apiVersion, kind: 'ClusterRole', metadata: { name }, rules },
    { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects },
  ];
}

/** Its pods have the label `app` with its name. */
export function deploymentOf(
  { namespace, name, image }: AddOn,
  container: object,
  volumes: readonly object[] = [],
): object {
  const labels = { app: name };
  const containers = [{ name, image, imagePullPolicy: 'Never', ...container }];
  // It must not need the DNS server that it may be itself.
  const spec = { serviceAccountName: name, dnsPolicy: 'Default', containers, volumes };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
