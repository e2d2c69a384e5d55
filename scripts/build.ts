// Bundles the operator into one file that needs only Node.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build, type Plugin } from 'esbuild';

const NODE_CHECK = `const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(\`active-standby-operator: Node \${process.versions.node} is too old: 22.19 or newer is needed\\n\`);
  process.exit(1);
}`;

/** client-node has a class for each kind and call of the API. None is used, and they would take 15 MB of memory. */
const onlyWhatIsUsed: Plugin = {
  name: 'only-what-is-used',
  setup(bundler) {
    bundler.onResolve({ filter: /^(\.|@kubernetes\/client-node$)/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'asked') return undefined;
      const found = await bundler.resolve(path, { ...from, pluginData: 'asked' });
      return found.path.includes('/@kubernetes/client-node/') ? { path: found.path, sideEffects: false } : undefined;
    });
  },
};

const { outputFiles } = await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/operator.mjs',
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  plugins: [onlyWhatIsUsed],
  // Bundled CommonJS packages need a `require`, which ES modules do not have.
  banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n${NODE_CHECK}` },
  logLevel: 'warning',
});

// Only comments are not ASCII, and a single such character makes Node keep the whole text at twice the size.
for (const { path, text } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text.replaceAll(/\P{ASCII}/gu, '?'));
}
