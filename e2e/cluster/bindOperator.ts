// Gives the operator's token user exactly the rights that config/ ships: roles as they are, and each binding of theirs
// once more, with the user in place of the ServiceAccount.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RbacV1Subject } from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';
import type { KubeObject, Wire } from '../../src/kube/wire.ts';
import type { ControlPlane } from './controlPlane.ts';
import { parseJson } from './json.ts';
import { operatorUser } from './users.ts';

interface Manifest extends KubeObject {
  readonly subjects?: readonly Wire<RbacV1Subject>[];
}

/** In this order: the namespace has to be there first. */
const applied = ['Namespace', 'ServiceAccount', 'ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding'];

function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** Installs the CRD and waits until it is served. */
export async function installCrds(plane: ControlPlane): Promise<void> {
  const folder = repositoryPath('crds');
  await plane.kubectl(['apply', '--server-side', '-f', folder]);
  await plane.kubectl(['wait', '--for=condition=Established', '--timeout=30s', '-f', folder]);
}

export async function bindOperator(plane: ControlPlane, userName = operatorUser): Promise<void> {
  const all = readManifests(repositoryPath('config'));
  const manifests = applied.flatMap((wanted) => all.filter(({ kind }) => kind === wanted));
  const bindings = manifests.filter(({ subjects }) => subjects?.some(({ kind }) => kind === 'ServiceAccount'));
  const items = [...manifests, ...bindings.map((binding) => boundToUser(binding, userName))].toSorted(namespacesFirst);
  await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

function readManifests(folder: string): Manifest[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
  const documents = files.flatMap((file) => loadAll(readFileSync(`${folder}/${file}`, 'utf8')));
  return parseJson<Manifest[]>(JSON.stringify(documents));
}

function namespacesFirst(a: Manifest, b: Manifest): number {
  return Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace');
}

function boundToUser(binding: Manifest, name: string): Manifest {
  const metadata = { ...binding.metadata, name: `${binding.metadata?.name ?? ''}-${name}` };
  return { ...binding, metadata, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }] };
}
