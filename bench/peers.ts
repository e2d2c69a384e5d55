// Measures failovers, one by one and 500 at once, beside those of others: a bare loop, the EndpointSlice controller and
// a label switch. Prints the tables of docs/performance.md, and writes what they are made of with --out. A run that
// says nothing prints why, and fails.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measurePeers } from './peers/measure.ts';
import { tablesOf } from './peers/render.ts';
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

try {
  const head = { place: placeNow(), commit: commit() };
  const results: PeersResults = { ...head, ...(await measurePeers(plan)) };
  for (const text of tablesOf(results)) say(text);
  checkTwins(results.failovers);
  if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(results)}\n`);
} catch (error) {
  if (!(error instanceof VoidError)) throw error;
  say(`The run is void: ${error.message}`);
  process.exitCode = 1;
}
