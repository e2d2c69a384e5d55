// Measures failovers, one by one and 500 at once, beside those of others: a bare loop, the EndpointSlice controller and
// a label switch.
import { parseArgs } from 'node:util';
import { summaryOf } from './latency/quantiles.ts';
import { failoverArms } from './peers/plan.ts';
import { measureFailovers } from './peers/failovers.ts';
import { onStand } from './peers/stand.ts';
import { machine, say, table } from './report.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    bundle: { type: 'string', multiple: true, default: [] },
    blocks: { type: 'string', default: '5' },
    flips: { type: 'string', default: '60' },
  },
});
const plan = { only: values.only, bundles: values.bundle };

say(machine());
const results = await onStand({}, failoverArms(plan), (arms) =>
  measureFailovers(arms, { blocks: Number(values.blocks), flips: Number(values.flips), warmUp: 20 }),
);
const mean = (numbers: readonly (number | undefined)[]): string =>
  (numbers.reduce<number>((sum, each) => sum + (each ?? NaN), 0) / numbers.length).toFixed(2);
say(
  table(
    ['arm', 'p50', 'p90', 'p99', 'CPU', 'API server CPU'],
    results.map(({ arm, turns }) => {
      const { p50, p90, p99 } = summaryOf(turns.flatMap(({ ms }) => ms));
      const cpu = [mean(turns.map(({ cpuMs }) => cpuMs)), mean(turns.map(({ apiServerCpuMs }) => apiServerCpuMs))];
      return [arm, ...[p50, p90, p99].map((ms) => ms.toFixed(2)), ...cpu];
    }),
  ),
);
