// Measures what each memory setting of the image saves. Runs the operator among many objects with all settings of the
// Dockerfile, without each of them, and with others added (--with): memory at rest and after failovers, CPU time of the
// start, and failovers. The variants take turns, so that other load on the machine affects all of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machine, say, table } from './report.ts';
import { imageSettings, type ImageSettings } from '../e2e/cluster/operatorImage.ts';
import { compareLatency } from './scale/latency.ts';
import { MeasuredOperator } from './scale/operator.ts';
import { makeStand, type Stand } from './scale/stand.ts';

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '10000' },
    starts: { type: 'string', default: '3' },
    rest: { type: 'string', default: '60' },
    flips: { type: 'string', default: '100' },
    /** A flag of Node, or several in one string. */
    with: { type: 'string', multiple: true, default: [] },
  },
});

interface Variant {
  readonly name: string;
  readonly image: ImageSettings;
}

interface Run {
  readonly cpuSeconds: number;
  /** In MB. */
  readonly rested: number;
  readonly afterFailovers: number;
  readonly peak: number;
  /** In ms. */
  readonly p50: number;
  readonly p99: number;
}

function variantsOf(image: ImageSettings, added: readonly string[]): readonly Variant[] {
  const { env, nodeFlags } = image;
  const withoutEnv = Object.keys(env).map((name) => {
    const { [name]: _, ...others } = env;
    return { name: `without ${name}`, image: { env: others, nodeFlags } };
  });
  const withoutFlag = nodeFlags.map((flag) => ({
    name: `without ${flag}`,
    image: { env, nodeFlags: nodeFlags.filter((other) => other !== flag) },
  }));
  const withAdded = added.map((words) => ({
    name: `with ${words}`,
    image: { env, nodeFlags: [...nodeFlags, ...words.split(' ')] },
  }));
  const bare = { name: 'none of them', image: { env: {}, nodeFlags: [] } };
  return [{ name: 'the image', image }, ...withoutEnv, ...withoutFlag, bare, ...withAdded];
}

async function measure({ image }: Variant, stand: Stand): Promise<Run> {
  const operator = await MeasuredOperator.start(stand.plane, { image });
  const { cpuSeconds } = await operator.coldStart(stand.services);
  await sleep(Number(values.rest) * 1000);
  const { rss: rested } = operator.memory();
  const [latency] = await compareLatency([stand], Number(values.flips));
  const { rss: afterFailovers, peak } = operator.memory();
  await operator.stop();
  const { p50 = NaN, p99 = NaN } = latency?.failover ?? {};
  return { cpuSeconds, rested, afterFailovers, peak, p50, p99 };
}

function rowOf({ name }: Variant, runs: readonly Run[]): readonly string[] {
  const cell = (value: (run: Run) => number, digits = 0): string =>
    runs.map((run) => value(run).toFixed(digits)).join(', ');
  return [
    name,
    cell(({ rested }) => rested),
    cell(({ afterFailovers }) => afterFailovers),
    cell(({ peak }) => peak),
    cell(({ cpuSeconds }) => cpuSeconds, 1),
    cell(({ p50 }) => p50, 1),
    cell(({ p99 }) => p99),
  ];
}

say(machine());
const stand = await makeStand(Number(values.services));
try {
  const measured = variantsOf(imageSettings(), values.with).map((variant) => ({ variant, runs: [] as Run[] }));
  for (let start = 0; start < Number(values.starts); start++) {
    for (const { variant, runs } of measured) runs.push(await measure(variant, stand));
  }
  const head = ['MB', 'RSS at rest', 'after failovers', 'peak', 'CPU of the start, s', 'failover p50, ms', 'p99'];
  say(
    table(
      head,
      measured.map(({ variant, runs }) => rowOf(variant, runs)),
    ),
  );
} finally {
  await stand.plane.stop();
}
