// A copy of the project in which bugs are planted, so that the checkout itself never has one.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const copied = ['src', 'test', 'scripts', 'package.json', 'jest.config.mjs', 'tsconfig.json'];

export class Copy {
  readonly root = mkdtempSync(path.join(tmpdir(), 'seeded-bugs-'));

  constructor(project: string) {
    for (const name of copied) cpSync(path.join(project, name), path.join(this.root, name), { recursive: true });
    symlinkSync(path.join(project, 'node_modules'), path.join(this.root, 'node_modules'));
  }

  /** Whether the command succeeds; its output matters only if it does not. */
  run(args: readonly string[]): { readonly isSuccess: boolean; readonly output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.root, encoding: 'utf8' });
    return { isSuccess: status === 0, output: `${stdout}\n${stderr}` };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
