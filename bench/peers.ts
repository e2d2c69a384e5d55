// Measures failovers, one by one and 500 at once, beside those of others: a bare loop, the EndpointSlice controller and
// a label switch. Prints the tables of docs/performance.md, and writes what they are made of with --out. A run that
// says nothing prints why, and fails.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measurePeers, noFigures } from './peers/measure.ts';
import { goalTable, measuredTables, whereAndWhen } from './peers/render.ts';
import type { PeersResults } from './peers/results.ts';
import { checkTwins, VoidError } from './peers/validity.ts';
import { placeNow, say } from './report.ts';

const { values } = parseArgs({
  options: {
    /** The id of an arm (bench/peers/plan.ts); default: all. */
    only: { type: 'string', multiple: true, default: [] },
    /** The path of another bundle of the operator, which is one more arm. */
    bundle: { type: 'string', multiple: true, default: [] },
    blocks: { type: 'string', default: '5' },
    flips: { type: 'string', default: '60' },
    'warm-up': { type: 'string', default: '30' },
    storms: { type: 'string', default: '3' },
    starts: { type: 'string', default: '5' },
    takeovers: { type: 'string', default: '3' },
    out: { type: 'string' },
  },
});

const plan = {
  choice: { only: values.only, bundles: values.bundle },
  blocks: Number(values.blocks),
  flips: Number(values.flips),
  warmUp: Number(values['warm-up']),
  storms: Number(values.storms),
  starts: Number(values.starts),
  takeovers: Number(values.takeovers),
};

function commit(): string {
  return execFileSync('git', ['describe', '--always', '--dirty']).toString().trim();
}

async function measureAll(): Promise<PeersResults> {
  let results: PeersResults = { ...noFigures, place: placeNow(), commit: commit() };
  for await (const figures of measurePeers(plan)) {
    results = { ...results, ...figures };
    for (const text of measuredTables({ ...noFigures, ...figures })) say(text);
  }
  return results;
}

try {
  const results = await measureAll();
  say(goalTable(results));
  say(whereAndWhen(results));
  checkTwins(results.failovers);
  if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(results)}\n`);
} catch (error) {
  if (!(error instanceof VoidError)) throw error;
  say(`The run is void: ${error.message}`);
  process.exitCode = 1;
}
