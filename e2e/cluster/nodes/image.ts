// Images of the tests' own, made of files, and the import of an image on a node without a registry.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ociArchive } from '../../../scripts/image/ociArchive.ts';
import type { TarEntry } from '../../../scripts/image/tarFile.ts';
import { requireBinary } from '../binaries/findBinaries.ts';
import { run } from './command.ts';

export interface ImageOfFiles {
  /** With its tag, such as `activestandby.test/app:1`. */
  readonly name: string;
  /** Path in the image → file here; all may be executed. */
  readonly files: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
}

/** Of all files below a folder, with their paths in it. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  return Object.fromEntries(files.map((file) => [`/${relative(folder, file)}`, file]));
}

/** As an OCI archive. Returns its path. */
export function writeImage(archive: string, { name, files, entrypoint }: ImageOfFiles): string {
  const description = { env: { PATH: '/bin' }, user: '', ports: [], entrypoint };
  const layer = Object.entries(files).map(toEntry);
  writeFileSync(archive, ociArchive({ name, description, layers: [layer], compression: 'none' }).data);
  return archive;
}

function toEntry([path, file]: readonly [string, string]): TarEntry {
  return { path: path.slice(1), content: { kind: 'file', mode: 0o755, data: readFileSync(file) } };
}

/** On the node whose containerd listens here. */
export async function importImage(socket: string, archive: string): Promise<void> {
  await run(requireBinary('ctr'), '--address', socket, '--namespace', 'k8s.io', 'images', 'import', archive);
}
