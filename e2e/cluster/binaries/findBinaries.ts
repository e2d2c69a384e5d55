// Finds each binary. They are looked up one by one, because envtest's folder, which KUBEBUILDER_ASSETS names, has no
// controller manager. Downloads nothing: obtain.ts does that.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, thisPlatform, type Environment } from './cache.ts';
import { ClusterError } from '../clusterError.ts';
import { type Binaries, type BinaryName } from './versions.ts';

export function findBinary(name: BinaryName, environment: Environment = process.env): string | undefined {
  const { KUBEBUILDER_ASSETS: assets = '' } = environment;
  return [assets, cacheDirectory(environment, thisPlatform())]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function findBinaries(environment: Environment = process.env): Binaries {
  const find = (name: BinaryName): string => {
    const file = findBinary(name, environment);
    if (file === undefined) throw new ClusterError(`find ${name}`, 'run `make cluster-binaries` first');
    return file;
  };
  return {
    etcd: find('etcd'),
    'kube-apiserver': find('kube-apiserver'),
    'kube-controller-manager': find('kube-controller-manager'),
    kubectl: find('kubectl'),
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
