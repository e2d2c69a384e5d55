// The cache of obtained binaries: one folder per version and platform, shared by all checkouts of this user.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { kubernetesVersion } from './versions.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** By the names of Go and the official downloads. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

export function thisPlatform(): Platform {
  return { os: process.platform, arch: process.arch === 'x64' ? 'amd64' : process.arch };
}

export function cacheDirectory(environment: Environment, { os, arch }: Platform): string {
  const { ACTIVESTANDBY_CACHE: own, XDG_CACHE_HOME: xdg } = environment;
  const root = own || join(xdg || join(homedir(), '.cache'), 'activestandby');
  return join(root, `kubernetes-v${kubernetesVersion}-${os}-${arch}`);
}
