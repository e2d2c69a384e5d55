// Ensures that every binary is present: one that is neither in KUBEBUILDER_ASSETS nor in the cache is downloaded, else
// built, and then cached. Each binary is looked up, and can fail, separately.
import { findBinary } from './findBinaries.ts';
import { cacheDirectoryOf, cacheRoot, thisPlatform, type Environment, type Platform } from './cache.ts';
import { placeInCache, removeStalePartials } from './cacheFile.ts';
import { ClusterError, reasonOf } from '../clusterError.ts';
import { ordinaryDeadlines } from './download.ts';
import { goBuild } from './goBuild.ts';
import { officialDownload } from './officialDownload.ts';
import type { Progress } from './progress.ts';
import { etcdVersion, kubernetesVersion, type BinaryName } from './versions.ts';
import type { Way } from './way.ts';

export interface ObtainOptions {
  readonly names: readonly BinaryName[];
  readonly environment: Environment;
  readonly platform: Platform;
  readonly ways: readonly Way[];
  readonly progress: Progress;
}

export function ordinaryOptions(environment: Environment, progress: Progress): Omit<ObtainOptions, 'names'> {
  const platform = thisPlatform();
  const ways = [officialDownload({ environment, platform, deadlines: ordinaryDeadlines }), goBuild(environment)];
  return { environment, platform, ways, progress };
}

/** Prints nothing when all are present. */
export async function obtainBinaries(options: ObtainOptions): Promise<void> {
  const { names, environment, platform, progress } = options;
  const missing = names.filter((name) => findBinary(name, environment) === undefined);
  if (missing.length === 0) return;
  progress.note(`Obtaining ${missing.join(', ')} (Kubernetes ${kubernetesVersion}, etcd ${etcdVersion}).`);
  progress.note(
    `Once only: they are kept in ${cacheRoot(environment)}. A download takes about a minute, a build with Go some more.`,
  );
  const directories = new Set(missing.map((name) => cacheDirectoryOf(name, environment, platform)));
  for (const each of directories) await removeStalePartials(each, Date.now());
  for (const name of missing) await obtainBinary(name, options);
}

async function obtainBinary(name: BinaryName, { environment, platform, ways, progress }: ObtainOptions): Promise<void> {
  const directory = cacheDirectoryOf(name, environment, platform);
  const startedMs = performance.now();
  const reasons: string[] = [];
  for (const way of ways.filter(({ offers }) => offers(name))) {
    try {
      await placeInCache({ directory, name }, (file) => way.obtain(name, file, progress));
      progress.note(`  ${name}: ready after ${((performance.now() - startedMs) / 1000).toFixed(0)} s (${way.title})`);
      return;
    } catch (error) {
      reasons.push(`${way.title}: ${reasonOf(error)}`);
      progress.note(`  ${name}: ${reasonOf(error)}`);
    }
  }
  throw new ClusterError(`obtain ${name}`, `no way worked.\n  ${reasons.join('\n  ')}\n${whatToDo(directory)}`);
}

function whatToDo(directory: string): string {
  return (
    `Either give this machine access to https://dl.k8s.io and https://github.com (HTTPS_PROXY is honoured), or install ` +
    `Go from https://go.dev/dl, or put the binaries into ${directory} or a folder that KUBEBUILDER_ASSETS names.`
  );
}
