// The cache of obtained binaries: folders per version and platform, shared by all checkouts of this user.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf, goTarget } from './goTarget.ts';
import { kubernetesVersion, type BinaryName } from './versions.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** By the names of Go and the official downloads. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

export function thisPlatform(): Platform {
  return { os: process.platform, arch: process.arch === 'x64' ? 'amd64' : process.arch };
}

/** Where downloads and what is built of Kubernetes and etcd are. */
export function cacheDirectory(environment: Environment, platform: Platform): string {
  return cacheFolder(environment, platform, `kubernetes-v${kubernetesVersion}`);
}

export function cacheDirectoryOf(name: BinaryName, environment: Environment, platform: Platform): string {
  const { module } = goTarget(name);
  if (module === 'kubernetes' || module === 'etcd') return cacheDirectory(environment, platform);
  return cacheFolder(environment, platform, `${module}-${fingerprintOf(module)}`);
}

export function cacheRoot({ ACTIVESTANDBY_CACHE: own, XDG_CACHE_HOME: xdg }: Environment): string {
  return own || join(xdg || join(homedir(), '.cache'), 'activestandby');
}

function cacheFolder(environment: Environment, { os, arch }: Platform, name: string): string {
  return join(cacheRoot(environment), `${name}-${os}-${arch}`);
}
