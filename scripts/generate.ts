// Generates types and validation schema from the CRD, the reference pages of docs/ from CRD and code, the diagram of the
// election from its state machine, and the figures of a benchmark from its results. With --check it changes nothing, and
// fails with the names of the files that differ.
import { readFile, writeFile } from 'node:fs/promises';
import { crdSchemaOf } from './generate/crdSchema.ts';
import { electionDocWithLists } from './generate/electionDoc.ts';
import { toSchemaModule } from './generate/jsonSchema.ts';
import { withLists } from './generate/markedText.ts';
import { performanceLists } from './generate/performanceDoc.ts';
import { referenceLists } from './generate/referencePages.ts';
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
  const figures = performanceLists(await readIfThere('bench/results/peers.json'));
  const pages = [...referenceLists(schema), ...figures].map(
    async ([path, lists]) => [path, withLists(await read(path), lists)] as const,
  );
  return new Map([
    ['src/api/activeStandbyService.generated.ts', toTypeScript(schema)],
    ['src/api/schema.generated.ts', toSchemaModule(schema)],
    ['docs/election.md', electionDocWithLists(await read('docs/election.md'))],
    ...(await Promise.all(pages)),
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
    console.error(`These files differ from what they are made of; run \`npm run generate\`: ${stale.join(', ')}`);
    process.exitCode = 1;
  }
} else {
  await Promise.all(stale.map((path) => writeFile(new URL(path, root), files.get(path) ?? '')));
}
