// The output of `make help`, and the suites that `make test-quick` leaves out.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const makefile = readFileSync(path.join(root, 'Makefile'), 'utf8');

function make(...args: readonly string[]): string {
  // The tests may run under a make that passes its flags in the environment.
  const env = { ...process.env, MAKEFLAGS: '' };
  return execFileSync('make', ['--no-print-directory', ...args], { cwd: root, env }).toString();
}

test('make help lists all targets with aligned descriptions', () => {
  const rows = make('help').trimEnd().split('\n');
  const phony = [...makefile.matchAll(/^\.PHONY: (.+)$/gm)].map(([, target]) => target);
  // It runs as a part of the other targets.
  const targets = phony.filter((target) => target !== 'install');
  expect(rows.map((row) => row.trim().split(' ')[0])).toEqual(targets);
  const columns = new Set(rows.map((row) => row.search(/(?<= {2})[A-Z]/)));
  expect(columns.size).toBe(1);
});

test('make test says in one line that nodes cannot run here, and runs all other tests', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'make-test-'));
  try {
    // No command of the machine but these, so that nodes lack some.
    writeFileSync(path.join(folder, 'npm'), '#!/bin/sh\necho "npm $*"\n', { mode: 0o755 });
    const env = { PATH: folder, MAKEFLAGS: '', CI: '' };
    const makePath = execFileSync('which', ['make']).toString().trim();
    const args = ['--no-print-directory', '--old-file=build', '--old-file=cluster-binaries', 'test'];
    const lines = execFileSync(makePath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^The suites on real nodes \(e2e\/onNodes\) are left out: this machine lacks .+\.$/),
      'npm run --silent test -- --selectProjects unit e2e',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('make test-quick leaves out five existing suites', () => {
  const command = make('--dry-run', 'test-quick');
  const suites = /--testPathIgnorePatterns (.+)$/m.exec(command)?.[1]?.split(' ') ?? [];
  expect(suites).toHaveLength(5);
  expect(suites.filter((suite) => !existsSync(path.join(root, suite)))).toEqual([]);
});
