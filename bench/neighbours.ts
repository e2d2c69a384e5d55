// Measures what 300 objects that select the same 30 pods, changed 100 times per second, cost other namespaces. Prints
// the table of docs/performance.md: failovers, fences and new objects in another namespace, with and without this
// noise, and what a bare loop has there, beside the operator under the same noise.
import { parseArgs } from 'node:util';
import { createNode } from '../e2e/cluster/nodes.ts';
import { Noise, openCrowd, relabel, unsettle, type Change } from '../e2e/support/crowd.ts';
import { seriesIn, sumOf } from '../e2e/support/exposition.ts';
import { openScene } from '../e2e/support/scene.ts';
import { startStage, type Stage } from '../e2e/support/stage.ts';
import { Flips } from './latency/flips.ts';
import { populate } from './latency/population.ts';
import { summaryOf, type Summary } from './latency/quantiles.ts';
import { Reactions } from './neighbours/reactions.ts';
import { machine, say, table } from './report.ts';
import { createFloor, measureFloor } from './scale/floor.ts';
import { marks } from './scale/model.ts';

const { values } = parseArgs({
  options: {
    flips: { type: 'string', default: '300' },
    objects: { type: 'string', default: '300' },
    rate: { type: 'string', default: '100' },
  },
});
const [flips, objects, rate] = [values.flips, values.objects, values.rate].map(Number);

const NEIGHBOURS = 20;
const FIRST = 50;
const REACTIONS = 20;

interface Figures {
  /** Right after the noise began. */
  readonly first: Summary;
  readonly failovers: Summary;
  /** The same by a bare loop. */
  readonly floor: Summary;
  readonly fences: Summary;
  readonly created: Summary;
  /** Share of a processor, of the operator alone. */
  readonly load: number;
  readonly reconciles: number;
}

async function counters({ operator }: Stage): Promise<{ readonly cpu: number; readonly reconciles: number }> {
  const series = seriesIn(await operator.metrics());
  const sum = (name: string): number => sumOf(series, name) ?? NaN;
  return { cpu: sum('process_cpu_seconds_total'), reconciles: sum('activestandby_reconcile_duration_seconds_count') };
}

async function times(count: number, run: () => Promise<number>): Promise<Summary> {
  const durations: number[] = [];
  while (durations.length < count) durations.push(await run());
  return summaryOf(durations);
}

function row(what: string, { first, failovers, floor, fences, created, load, reconciles }: Figures): readonly string[] {
  const both = [first, failovers, floor].flatMap(({ p50, p99 }) => [p50, p99]);
  const ms = [...both, fences.p50, fences.max, created.p50, created.max];
  return [what, ...ms.map((value) => value.toFixed(1)), `${Math.round(load * 100)} %`, reconciles.toFixed(0)];
}

say(`${machine()}; ${flips} failovers each, ${REACTIONS} fences and new objects`);
const stage = await startStage();
try {
  const scene = await openScene(stage.plane, 'calm');
  const neighbours = await populate(scene, 0, NEIGHBOURS);
  await createNode(stage.plane.api, marks.node);
  await createFloor(stage.plane);
  const crowd = await openCrowd(stage.plane, objects ?? 0, 30);
  const [observer, reactions] = [await Flips.start(scene), await Reactions.start(scene)];

  const measure = async (): Promise<Figures> => {
    const first = summaryOf(await observer.measure(neighbours, FIRST));
    const before = await counters(stage);
    const sinceMs = performance.now();
    const failovers = summaryOf(await observer.measure(neighbours, flips ?? 0));
    const [neighbour = scene] = neighbours;
    const fences = await times(REACTIONS, () => reactions.fence(neighbour));
    const created = await times(REACTIONS, () => reactions.create(scene));
    const after = await counters(stage);
    const seconds = (performance.now() - sinceMs) / 1000;
    const floor = summaryOf(await measureFloor(stage.plane, flips ?? 0));
    const perSecond = (name: keyof typeof after): number => (after[name] - before[name]) / seconds;
    return { first, failovers, floor, fences, created, load: perSecond('cpu'), reconciles: perSecond('reconciles') };
  };
  const amid = async (change: Change): Promise<Figures> => {
    const noise = new Noise(crowd, rate ?? 0, change);
    try {
      return await measure();
    } finally {
      await noise.stop();
    }
  };

  const quiet = await measure();
  const relabelled = await amid(relabel);
  const unsettled = await amid(unsettle);
  const head = [
    'ms',
    `first ${FIRST}: p50`,
    'p99',
    'failover p50',
    'p99',
    'bare loop p50',
    'p99',
    'fence p50',
    'max',
    'new object p50',
    'max',
    'CPU',
    'reconciles/s',
  ];
  const labels = `labels that selectors ask for, ${rate}/s`;
  say(table(head, [row('quiet', quiet), row(labels, relabelled), row(`readiness of standbys, ${rate}/s`, unsettled)]));
  const ratio = (noisy: Figures, what: 'failovers' | 'floor'): string =>
    `× ${(noisy[what].p99 / quiet[what].p99).toFixed(2)}`;
  for (const [title, what] of [['failover', 'failovers'] as const, ['bare loop', 'floor'] as const]) {
    say(`${title} p99, noise ÷ quiet: labels ${ratio(relabelled, what)}, readiness ${ratio(unsettled, what)}`);
  }
  observer.stop();
  reactions.stop();
} finally {
  await stage.plane.stop();
}
