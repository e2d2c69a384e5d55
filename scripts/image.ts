// Makes an OCI archive of the operator without Docker: what the Dockerfile describes, from the bundle and the Node of
// this machine's npm packages. `node scripts/image.ts FILE [NAME]`; the same input gives the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { imageDescription } from './image/dockerfile.ts';
import { ociArchive } from './image/ociArchive.ts';
import { runtimeEntries } from './image/runtime.ts';
import type { TarEntry } from './image/tarFile.ts';

const root = path.resolve(import.meta.dirname, '..');
const { version }: { version: string } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const [file = 'dist/operator-image.tar', name = `activestandby-operator:${version}`] = process.argv.slice(2);

const description = imageDescription();
const copied = Object.entries(description.files).map(([target, source]): TarEntry => {
  const data = readFileSync(path.join(root, source));
  return { path: target.slice(1), content: { kind: 'file', mode: 0o644, data } };
});
const [node = ''] = description.entrypoint;
// What changes with each version is on top, so that the base is stored and sent once.
const { data, digest } = ociArchive({ name, description, layers: [runtimeEntries(node), copied] });
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, data);
console.log(`${file}: ${name}, ${(data.length / 1e6).toFixed(0)} MB, ${digest}`);
