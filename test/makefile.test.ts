// The output of `make help`, and the suites that `make test-quick` leaves out.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

test('make test-quick leaves out five existing suites', () => {
  const command = make('--dry-run', 'test-quick');
  const suites = /--testPathIgnorePatterns (.+)$/m.exec(command)?.[1]?.split(' ') ?? [];
  expect(suites).toHaveLength(5);
  expect(suites.filter((suite) => !existsSync(path.join(root, suite)))).toEqual([]);
});
