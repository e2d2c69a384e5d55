// Builds a binary from source with Go, by the two go.mod files beside this folder: needs no download site, only a
// module proxy, and is the only way on macOS.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Environment } from './cache.ts';
import { ClusterError, reasonOf } from '../clusterError.ts';
import type { Progress } from './progress.ts';
import { kubernetesVersion, type BinaryName } from './versions.ts';
import type { Way } from './way.ts';

/** Measured on 2 cores with empty Go caches; packages built for one binary are reused for the next. */
const expectedDuration: Readonly<Record<BinaryName, string>> = {
  etcd: '40 s',
  'kube-apiserver': '3 min',
  'kube-controller-manager': '1 min',
  kubectl: '30 s',
};

const shownLines = 15;

export function goBuild(environment: Environment): Way {
  return { title: 'build with Go', obtain: (name, file, progress) => build({ name, file, environment }, progress) };
}

interface Build {
  readonly name: BinaryName;
  readonly file: string;
  readonly environment: Environment;
}

async function build({ name, file, environment }: Build, progress: Progress): Promise<void> {
  progress.note(`  ${name}: building from source with Go, about ${expectedDuration[name]} on 2 cores`);
  const child = spawn('go', ['build', '-v', '-trimpath', '-ldflags', linkerFlags(name), '-o', file, packageOf(name)], {
    cwd: fileURLToPath(new URL(name === 'etcd' ? '../etcd' : '../kubernetes', import.meta.url)),
    env: { ...environment, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const startedMs = performance.now();
  const lastLines: string[] = [];
  let seen = 0;
  createInterface({ input: child.stderr }).on('line', (line) => {
    seen += 1;
    lastLines.splice(0, lastLines.length - shownLines + 1);
    lastLines.push(line);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    const doing = line.replace(/^go: /, '');
    progress.update(`  ${name}: ${seconds} s of about ${expectedDuration[name]}, ${seen} packages, ${doing}`);
  });
  const code = await endOf(child, name);
  if (code !== 0)
    throw new ClusterError(`build ${name}`, `go build ended with ${String(code)}\n${lastLines.join('\n')}`);
}

async function endOf(child: ReturnType<typeof spawn>, name: BinaryName): Promise<unknown> {
  try {
    const [code]: unknown[] = await once(child, 'close');
    return code;
  } catch (error) {
    throw new ClusterError(`build ${name}`, `go cannot be run (${reasonOf(error)})`, error);
  }
}

function packageOf(name: BinaryName): string {
  return name === 'etcd' ? 'go.etcd.io/etcd/server/v3' : `k8s.io/kubernetes/cmd/${name}`;
}

/** Without symbols, and with the version that Kubernetes' own build sets. */
function linkerFlags(name: BinaryName): string {
  if (name === 'etcd') return '-s -w';
  const [major, minor] = kubernetesVersion.split('.');
  const values = { gitVersion: `v${kubernetesVersion}`, gitMajor: major, gitMinor: minor };
  const settings = Object.entries(values).map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`);
  return ['-s', '-w', ...settings].join(' ');
}
