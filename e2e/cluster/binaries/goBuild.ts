// Builds a binary from source with Go, by the go.mod files beside this folder: needs no download site, only a
// module proxy, and is the only way on macOS.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Environment } from './cache.ts';
import { ClusterError, reasonOf } from '../clusterError.ts';
import { goModuleDirectory, goTarget } from './goTarget.ts';
import type { Progress } from './progress.ts';
import type { BinaryName } from './versions.ts';
import type { Way } from './way.ts';

const shownLines = 15;

export function goBuild(environment: Environment): Way {
  return {
    title: 'build with Go',
    offers: () => true,
    obtain: (name, file, progress) => build({ name, file, environment }, progress),
  };
}

interface Build {
  readonly name: BinaryName;
  readonly file: string;
  readonly environment: Environment;
}

async function build({ name, file, environment }: Build, progress: Progress): Promise<void> {
  const { module, duration, needsC = false } = goTarget(name);
  progress.note(`  ${name}: building from source with Go, about ${duration} on 2 cores`);
  const cwd = goModuleDirectory(module);
  const env = { ...environment, CGO_ENABLED: needsC ? '1' : '0', GOWORK: 'off' };
  const args = ['build', '-v', '-trimpath', ...argumentsOf(name), '-o', file, goTarget(name).package];
  const child = spawn('go', args, {
    cwd,
    env,
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
    progress.update(`  ${name}: ${seconds} s of about ${duration}, ${seen} packages, ${doing}`);
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

/** Without symbols. */
function argumentsOf(name: BinaryName): readonly string[] {
  const { tags, linkerFlags = [] } = goTarget(name);
  return ['-ldflags', ['-s', '-w', ...linkerFlags].join(' '), ...(tags === undefined ? [] : ['-tags', tags])];
}
