// A directory for one test, deleted after it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class Scratch {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'scratch-'));

  /** Writes a file, or overwrites it, and returns its path. */
  file(name: string, content: string): string {
    const full = path.join(this.directory, name);
    writeFileSync(full, content);
    return full;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
