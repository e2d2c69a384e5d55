// Gives the operator's token user exactly the permissions that config/ ships: the roles unchanged, and a copy of
// each binding with the user instead of the ServiceAccount.
import { fileURLToPath } from 'node:url';
import type { RbacV1Subject, V1PolicyRule, V1RoleRef } from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';
import type { KubeObject, Wire } from '../../src/kube/wire.ts';
import type { ControlPlane } from './controlPlane.ts';
import { parseJson } from './json.ts';
import { operatorUser } from './users.ts';

export interface Manifest extends KubeObject {
  readonly roleRef?: Wire<V1RoleRef>;
  readonly rules?: readonly Wire<V1PolicyRule>[];
  readonly spec?: unknown;
  readonly subjects?: readonly Wire<RbacV1Subject>[];
}

const applied = ['Namespace', 'ServiceAccount', 'ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding'];

function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Installs the CRD and waits until it is served. */
export async function installCrds(plane: ControlPlane): Promise<void> {
  const folder = repositoryPath('crds');
  await plane.kubectl(['apply', '--server-side', '-f', folder]);
  await untilEstablished(plane, '-f', folder);
}

/** `what` names the CRD, as kubectl takes it. */
export async function untilEstablished(plane: ControlPlane, ...what: readonly string[]): Promise<void> {
  // kubectl fails on a CRD that has no conditions yet; the first ones come with the accepted names.
  const moments = ['jsonpath={.status.acceptedNames.kind}=ActiveStandbyService', 'condition=Established'];
  for (const moment of moments) await plane.kubectl(['wait', `--for=${moment}`, '--timeout=30s', ...what]);
}

/** `folder`: another kustomization, such as that for some namespaces, which must exist. */
export async function bindOperator(plane: ControlPlane, userName = operatorUser, folder = 'config'): Promise<void> {
  const manifests = (await manifestsOf(plane, folder)).filter(({ kind = '' }) => applied.includes(kind));
  const bindings = manifests.filter(({ subjects }) => subjects?.some(({ kind }) => kind === 'ServiceAccount'));
  const items = [...manifests, ...bindings.map((binding) => boundToUser(binding, userName))];
  await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

/** In the order of kustomize: a namespace before its objects. */
export async function manifestsOf(plane: ControlPlane, folder: string): Promise<readonly Manifest[]> {
  return manifestsIn(await plane.kubectl(['kustomize', repositoryPath(folder)]));
}

/** All documents of a YAML file. */
export function manifestsIn(text: string): readonly Manifest[] {
  return parseJson<Manifest[]>(JSON.stringify(loadAll(text)));
}

function boundToUser(binding: Manifest, name: string): Manifest {
  const metadata = { ...binding.metadata, name: `${binding.metadata?.name ?? ''}-${name}` };
  return { ...binding, metadata, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }] };
}
