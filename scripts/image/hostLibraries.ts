// The shared libraries that Node needs, from the Debian or Ubuntu packages installed on this machine, with the licence of
// each package and its record as distroless images have it, by which vulnerability scanners know its version.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { TarEntry } from './tarFile.ts';

interface Library {
  readonly path: string;
  readonly packageName: string;
}

/** In /usr, with the links /lib and /lib64 beside it: see `runtimeEntries`. */
export function libraryEntries(program: string): readonly TarEntry[] {
  const libraries = librariesOf(program).map((path) => ({ path, packageName: packageOf(path) }));
  const packages = [...new Set(libraries.map(({ packageName }) => packageName))];
  return [...libraries.map(toEntry), ...packages.flatMap(recordsOf)];
}

/** As the dynamic loader finds them; the loader itself is among them. */
function librariesOf(program: string): readonly string[] {
  const lines = run('ldd', [program]).split('\n');
  const missing = lines.filter((line) => line.includes('not found'));
  if (missing.length > 0) throw new Error(`Cannot make the image: ${program} lacks ${missing.join(', ').trim()}`);
  return lines.flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

function packageOf(path: string): string {
  // Packages record a path with or without /usr, whichever way the loader found it.
  const found = run('dpkg-query', ['--search', `*${path.replace(/^\/usr/, '')}`]);
  return found.split(': ')[0] ?? '';
}

function toEntry({ path }: Library): TarEntry {
  const target = path.replace(/^\/(usr\/)?/, 'usr/');
  return { path: target, content: { kind: 'file', mode: 0o755, data: readFileSync(path) } };
}

function recordsOf(packageName: string): readonly TarEntry[] {
  const [name = ''] = packageName.split(':');
  const records = { [`var/lib/dpkg/status.d/${name}`]: Buffer.from(run('dpkg-query', ['--status', packageName])) };
  const copyright = `/usr/share/doc/${name}/copyright`;
  if (!existsSync(copyright))
    throw new Error(`Cannot make the image: the licence of ${name}, ${copyright}, is missing`);
  return Object.entries({ ...records, [copyright.slice(1)]: readFileSync(copyright) }).map(([path, data]) => ({
    path,
    content: { kind: 'file', mode: 0o644, data },
  }));
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  } catch (error) {
    const hint = '`make image` needs Debian or Ubuntu; elsewhere use `docker build .`';
    throw new Error(`Cannot make the image: ${command} ${args.join(' ')} failed; ${hint}`, { cause: error });
  }
}
