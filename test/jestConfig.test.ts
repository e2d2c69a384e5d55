// Which suites Jest leaves out where they cannot run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'jest-config-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

interface Listing {
  readonly suites: readonly string[];
  readonly stderr: string;
}

/** On a machine that has only these commands, each with its exit code. */
function listSuites(commands: Readonly<Record<string, number>>): Listing {
  for (const [name, code] of Object.entries(commands)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
  }
  const args = ['--disable-warning=ExperimentalWarning', jest, '--config=jest.config.mjs', '--listTests'];
  const projects = ['--selectProjects', 'e2e', 'e2e-nodes'];
  const { stdout, stderr } = spawnSync(process.execPath, [...args, ...projects], {
    cwd: root,
    env: { PATH: folder },
    encoding: 'utf8',
  });
  return { suites: stdout.split('\n').map((file) => path.relative(root, file)), stderr };
}

interface Case {
  readonly title: string;
  readonly commands: Readonly<Record<string, number>>;
  readonly missing: readonly string[];
  readonly line: string;
}

const ofImage = ['e2e/image.test.ts', 'e2e/onNodes/installedOperator.test.ts'];
const noDebian = {
  missing: ofImage,
  line: `Left out, because this is neither Debian nor Ubuntu: ${ofImage.join(', ')}\n`,
};

const ofHistory = ['e2e/upgrade.test.ts'];
const lacking = 'this checkout lacks the commit of the previous version (`git fetch --unshallow` obtains it)';
const noHistory = { missing: ofHistory, line: `Left out, because ${lacking}: ${ofHistory.join(', ')}\n` };

const cases: readonly Case[] = [
  { title: 'nothing where all can run', commands: { git: 0, 'dpkg-query': 0 }, missing: [], line: '' },
  { title: 'the upgrade without the history', commands: { git: 128, 'dpkg-query': 0 }, ...noHistory },
  { title: 'the upgrade without git', commands: { 'dpkg-query': 0 }, ...noHistory },
  { title: 'the image without Debian', commands: { git: 0 }, ...noDebian },
];

describe('Jest leaves out, and says so in one line,', () => {
  test.each(cases)('$title', ({ commands, missing, line }) => {
    const { suites, stderr } = listSuites(commands);
    expect([...ofImage, ...ofHistory].filter((suite) => !suites.includes(suite))).toEqual(missing);
    expect(suites).toContain('e2e/failover.test.ts');
    expect(stderr).toBe(line);
  });
});
