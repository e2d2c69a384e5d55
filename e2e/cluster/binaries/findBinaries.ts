// Finds each binary. They are looked up one by one, because envtest's folder, which KUBEBUILDER_ASSETS names, has no
// controller manager. Downloads nothing: obtain.ts does that.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectoryOf, thisPlatform, type Environment } from './cache.ts';
import { ClusterError } from '../clusterError.ts';
import { binaryNames, type Binaries, type BinaryName } from './versions.ts';

export function findBinary(name: BinaryName, environment: Environment = process.env): string | undefined {
  const { KUBEBUILDER_ASSETS: assets = '' } = environment;
  return [assets, cacheDirectoryOf(name, environment, thisPlatform())]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function requireBinary(name: BinaryName, environment: Environment = process.env): string {
  const file = findBinary(name, environment);
  if (file !== undefined) return file;
  throw new ClusterError(`find ${name}`, `run \`${commandFor(name)}\` first`);
}

function commandFor(name: BinaryName): string {
  const isOfControlPlane = binaryNames.some((known) => known === name);
  return isOfControlPlane ? 'make cluster-binaries' : 'make cluster-node-binaries';
}

export function findBinaries(environment: Environment = process.env): Binaries {
  return {
    etcd: requireBinary('etcd', environment),
    'kube-apiserver': requireBinary('kube-apiserver', environment),
    'kube-controller-manager': requireBinary('kube-controller-manager', environment),
    kubectl: requireBinary('kubectl', environment),
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
