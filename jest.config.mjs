import { leftOut } from './e2e/support/leftOut.ts';

// Native ESM: Jest runs under --experimental-vm-modules, and swc only strips the types.
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }],
  },
};

const cannotRun = leftOut();
for (const { suites, reason } of cannotRun) {
  process.stderr.write(`Left out, because ${reason}: ${suites.join(', ')}\n`);
}
const ignored = cannotRun.flatMap(({ suites }) => suites).map((suite) => `/${suite.replaceAll('.', '\\.')}$`);

export default {
  // Longer than the 15 s that a test waits for an event, so that what is missing is named. Projects cannot set it.
  testTimeout: 30_000,
  coverageProvider: 'babel',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/e2e/onNodes/', ...ignored],
    },
    // What needs real nodes: root, cgroup v1, nftables.
    {
      ...shared,
      displayName: 'e2e-nodes',
      testMatch: ['<rootDir>/e2e/onNodes/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...ignored],
    },
  ],
};
