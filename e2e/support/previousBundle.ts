// The bundle of the version that users upgrade from, built from the history of this repository.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The version before the next release; after a release this names its commit. */
export const previousCommit = 'a07b8393e3f30fa61a5c0243fff1bf50aefe69ed';

/** Returns its path below the folder. */
export function buildPreviousBundle(folder: string): string {
  mkdirSync(folder);
  const sources = execFileSync('git', ['archive', previousCommit, 'src', 'scripts', 'package.json'], {
    maxBuffer: 2 ** 26,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: sources });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: folder });
  return join(folder, 'dist/operator.mjs');
}
