// Writes a file into the cache: under a temporary name in the same folder, then renamed. So a partial file is never
// visible, and of two concurrent processes the last one replaces an equal file.
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const temporary = /^\..+\.partial(\.tar\.gz)?$/;
const staleMs = 3 * 3600 * 1000;

export interface CacheFile {
  readonly directory: string;
  readonly name: string;
}

export async function placeInCache(
  { directory, name }: CacheFile,
  write: (file: string) => Promise<void>,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const partial = join(directory, `.${name}.${randomUUID()}.partial`);
  try {
    await write(partial);
    await chmod(partial, 0o755);
    await rename(partial, join(directory, name));
  } finally {
    await rm(partial, { force: true });
  }
  return join(directory, name);
}

/** Removes the files of killed processes. Younger files may belong to a process that still writes them. */
export async function removeStalePartials(directory: string, nowMs: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  const partials = (await readdir(directory))
    .filter((name) => temporary.test(name))
    .map((name) => join(directory, name));
  for (const file of partials) {
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && nowMs - found.mtimeMs > staleMs) await rm(file, { force: true });
  }
}
