// A cache in a directory of its own, for the tests of obtaining binaries.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheDirectory, thisPlatform, type Environment } from './cache.ts';
import { obtainBinaries } from './obtainBinaries.ts';
import { binaryNames, type BinaryName } from './versions.ts';
import type { Way } from './way.ts';

export class ScratchCache {
  readonly root = mkdtempSync(join(tmpdir(), 'active-standby-obtain-'));
  /** The printed lines. */
  readonly notes: string[] = [];

  get environment(): Environment {
    return { ACTIVESTANDBY_CACHE: this.root };
  }

  file(name: string): string {
    return join(cacheDirectory(this.environment, thisPlatform()), name);
  }

  /** Undefined when it is missing. */
  content(name: string): string | undefined {
    return existsSync(this.file(name)) ? readFileSync(this.file(name), 'utf8') : undefined;
  }

  list(): readonly string[] {
    return readdirSync(dirname(this.file('any'))).toSorted();
  }

  /** All binaries but the named ones are in the cache already. */
  fillExcept(...missing: readonly BinaryName[]): void {
    for (const name of binaryNames) if (!missing.includes(name)) putExecutable(this.file(name));
  }

  obtain(ways: readonly Way[], environment: Environment = {}): Promise<void> {
    return obtainBinaries({
      names: binaryNames,
      environment: { ...this.environment, ...environment },
      platform: thisPlatform(),
      ways,
      progress: { note: (line) => this.notes.push(line), update: () => undefined },
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function putExecutable(file: string, content = `kept ${file}`): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}

/** A way that always works. */
export const building: Way = {
  title: 'build',
  offers: () => true,
  obtain: (name, file) => {
    writeFileSync(file, `built ${name}`);
    return Promise.resolve();
  },
};
