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

const ofImage = ['e2e/image.test.ts', 'e2e/onNodes/installedOperator.test.ts'];
const ofHistory = ['e2e/upgrade.test.ts'];
const noDebian = `Left out, because this is neither Debian nor Ubuntu: ${ofImage.join(', ')}\n`;
const noHistory =
  'Left out, because this checkout lacks the commit of the previous version ' +
  `(\`git fetch --unshallow\` obtains it): ${ofHistory.join(', ')}\n`;

describe('Jest leaves out, and says so in one line,', () => {
  test.each([
    ['nothing where all can run', { git: 0, 'dpkg-query': 0 }, [], ''],
    ['the upgrade without the history', { git: 128, 'dpkg-query': 0 }, ofHistory, noHistory],
    ['the upgrade without git', { 'dpkg-query': 0 }, ofHistory, noHistory],
    ['the image without Debian', { git: 0 }, ofImage, noDebian],
  ])('%s', (_, commands, missing, line) => {
    const { suites, stderr } = listSuites(commands);
    const known = [...ofImage, ...ofHistory];
    expect(known.filter((suite) => !suites.includes(suite))).toEqual(missing);
    expect(suites).toContain('e2e/failover.test.ts');
    expect(stderr).toBe(line);
  });
});
