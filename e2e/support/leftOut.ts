// The suites that cannot run on this machine or in this checkout. jest.config.mjs asks before each run: a check takes
// milliseconds, and fails without an exception where its command is missing.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { previousCommit } from './previousBundle.ts';

export interface LeftOut {
  readonly suites: readonly string[];
  readonly reason: string;
}

interface Rule extends LeftOut {
  /** A command that succeeds where the suites can run. */
  readonly check: readonly string[];
}

const rules: readonly Rule[] = [
  {
    suites: ['e2e/image.test.ts', 'e2e/onNodes/installedOperator.test.ts'],
    // `make image` takes libraries from Debian's packages.
    check: ['dpkg-query', '--version'],
    reason: 'this is neither Debian nor Ubuntu',
  },
  {
    suites: ['e2e/upgrade.test.ts'],
    check: ['git', 'cat-file', '-e', `${previousCommit}^{commit}`],
    reason: 'this checkout lacks the commit of the previous version (`git fetch --unshallow` obtains it)',
  },
];

export function leftOut(): readonly LeftOut[] {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  return rules.filter(({ check: [command = '', ...args] }) => spawnSync(command, args, { cwd }).status !== 0);
}
