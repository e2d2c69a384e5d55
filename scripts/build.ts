// Bundles the operator into one file that needs nothing but Node beside it.
import { build } from 'esbuild';

const NODE_CHECK = `const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(\`active-standby-operator: Node \${process.versions.node} is too old: 22.19 or newer is needed\\n\`);
  process.exit(1);
}`;

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/operator.mjs',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  // Bundled CommonJS packages ask for a `require`, which ES modules do not have.
  banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n${NODE_CHECK}` },
  logLevel: 'warning',
});
