// Loads the kubeconfig as kubectl does, else the pod's service account. If there is none, the error names all places
// that were searched.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { reasonOf } from '../api/reasonOf.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_FILE = `${SERVICE_ACCOUNT}/token`;

export class KubeConfigError extends Error {
  override readonly name = 'KubeConfigError';
}

/** The variables that are read here; client-node reads the address of an in-cluster API server itself. */
export interface KubeConfigEnvironment {
  readonly KUBECONFIG?: string | undefined;
  readonly HOME?: string | undefined;
  readonly KUBERNETES_SERVICE_HOST?: string | undefined;
}

/** The given file, else KUBECONFIG, else ~/.kube/config, else the service account. Throws a KubeConfigError. */
export function loadKubeConfig(file: string | undefined, environment: KubeConfigEnvironment): KubeConfig {
  if (file !== undefined) return loadFiles([file]);
  const { KUBECONFIG: variable = '', HOME: home, KUBERNETES_SERVICE_HOST: host } = environment;
  const homeFile = home === undefined ? undefined : path.join(home, '.kube', 'config');
  const listed = variable.split(path.delimiter).filter((name) => name !== '');
  if (listed.length > 0) return loadFiles(listed);
  if (homeFile !== undefined && existsSync(homeFile)) return loadFiles([homeFile]);
  if (host !== undefined && existsSync(TOKEN_FILE)) return loadInCluster();
  const missing = [
    'no kubeconfig file was given',
    'KUBECONFIG is not set',
    homeFile === undefined ? 'HOME is not set' : `${homeFile} does not exist`,
    host === undefined ? 'KUBERNETES_SERVICE_HOST is not set, so this is not a pod' : `${TOKEN_FILE} does not exist`,
  ];
  throw new KubeConfigError(`Cannot find a cluster: ${missing.join(', ')}`);
}

/** The namespace of the pod that this process runs in; undefined outside of a pod. */
export function serviceAccountNamespace(): string | undefined {
  const file = `${SERVICE_ACCOUNT}/namespace`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Ignores missing files as long as one exists, as kubectl does. */
function loadFiles(files: readonly string[]): KubeConfig {
  const existing = files.filter((file) => existsSync(file));
  const label = files.join(path.delimiter);
  if (existing.length === 0) throw new KubeConfigError(`Cannot load kubeconfig ${label}: no such file`);
  const merged = new KubeConfig();
  try {
    for (const file of existing) {
      const next = new KubeConfig();
      next.loadFromFile(file);
      merged.mergeConfig(next, merged.currentContext !== undefined);
    }
  } catch (cause) {
    throw new KubeConfigError(`Cannot load kubeconfig ${label}: ${reasonOf(cause)}`, { cause });
  }
  return checked(merged, label);
}

function checked(kubeConfig: KubeConfig, label: string): KubeConfig {
  const context = kubeConfig.getCurrentContext();
  if (kubeConfig.getCurrentCluster() === null || kubeConfig.getCurrentUser() === null) {
    const reason = context ? `its current context "${context}" has no cluster or no user` : 'it has no current context';
    throw new KubeConfigError(`Cannot use kubeconfig ${label}: ${reason}`);
  }
  return kubeConfig;
}

function loadInCluster(): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromCluster();
  return kubeConfig;
}
