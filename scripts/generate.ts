// Makes everything that says the same as the CRD: types, validation schema, README's table. With --check it changes
// nothing and fails with the names of the files that differ.
import { readFile, writeFile } from 'node:fs/promises';
import { crdSchemaOf } from './generate/crdSchema.ts';
import { toFieldTable } from './generate/fieldTable.ts';
import { toSchemaModule } from './generate/jsonSchema.ts';
import { replaceMarked } from './generate/markedText.ts';
import { toTypeScript } from './generate/typescript.ts';

const root = new URL('../', import.meta.url);

async function read(path: string): Promise<string> {
  return readFile(new URL(path, root), 'utf8');
}

async function readIfThere(path: string): Promise<string> {
  return read(path).catch(() => '');
}

async function generated(): Promise<ReadonlyMap<string, string>> {
  const schema = crdSchemaOf(await read('crds/activestandbyservice.yaml'));
  // Markers keep prettier away: it would pad every cell to the longest description.
  const table = `<!-- prettier-ignore-start -->\n\n${toFieldTable(schema)}\n<!-- prettier-ignore-end -->\n`;
  return new Map([
    ['src/api/activeStandbyService.generated.ts', toTypeScript(schema)],
    ['src/api/schema.generated.ts', toSchemaModule(schema)],
    ['README.md', replaceMarked(await read('README.md'), 'fields', table)],
  ]);
}

async function differing(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const current = await Promise.all([...files.keys()].map(readIfThere));
  return [...files.keys()].filter((path, index) => files.get(path) !== current[index]);
}

const files = await generated();
const stale = await differing(files);
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`These files differ from the CRD; run \`npm run generate\`: ${stale.join(', ')}`);
    process.exitCode = 1;
  }
} else {
  await Promise.all(stale.map((path) => writeFile(new URL(path, root), files.get(path) ?? '')));
}
