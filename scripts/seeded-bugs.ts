// Tests the checks: plants one bug after the other in a copy of the project, and runs each kind of check alone. `node
// scripts/seeded-bugs.ts [part of a name]` fails when a bug survives the tests, or both the walk and the properties.
import path from 'node:path';
import { plant, type Bug } from './seeded/bug.ts';
import { bugs } from './seeded/bugs.ts';
import { Copy } from './seeded/copy.ts';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const unit = [...jest, '--config', 'jest.config.mjs', '--selectProjects', 'unit', '--bail', '--maxWorkers=2'];
const random = 'test/election/(properties|histories|missingData)';

const checks = {
  tests: [...unit, '--testPathPatterns', 'test/election', '--testPathIgnorePatterns', random],
  walk: ['scripts/walk.ts', '10000'],
  properties: [...unit, '--testPathPatterns', random],
} as const;

type Check = keyof typeof checks;

const wanted = bugs.filter(({ name }) => name.includes(process.argv[2] ?? ''));
const copy = new Copy(path.resolve(import.meta.dirname, '..'));
try {
  for (const check of ['tests', 'walk', 'properties'] as const) requireSuccess(check);
  console.log('| Bug | Tests | Walk | Properties |\n|---|---|---|---|');
  const survivors = wanted.filter((bug) => !isCaught(bug));
  console.log(`${wanted.length - survivors.length} of ${wanted.length} bugs are caught`);
  process.exitCode = survivors.length === 0 ? 0 : 1;
} finally {
  copy.remove();
}

/** Fails if a check fails without a bug: it would seem to catch everything. */
function requireSuccess(check: Check): void {
  const { isSuccess, output } = copy.run(checks[check]);
  if (!isSuccess) throw new Error(`Cannot plant bugs: the ${check} fail without one:\n${output}`);
}

/** Caught by the tests, and by the walk or the properties alone. */
function isCaught(bug: Bug): boolean {
  const remove = plant(bug, copy.root);
  const isMissed = (check: Check) => copy.run(checks[check]).isSuccess;
  const [tests, walk, properties] = [isMissed('tests'), isMissed('walk'), isMissed('properties')];
  remove();
  const words = [tests, walk, properties].map((missed) => (missed ? 'missed' : 'caught'));
  console.log(`| ${[bug.name, ...words].join(' | ')} |`);
  return !tests && !(walk && properties);
}
