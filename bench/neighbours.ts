// Measures what 300 objects that select the same 30 pods, changed 100 times per second, cost other namespaces. Prints
// the table of docs/performance.md: failovers, fences and new objects in another namespace, with and without this
// noise.
import { parseArgs } from 'node:util';
import { Noise, openCrowd, relabel, unsettle, type Change } from '../e2e/support/crowd.ts';
import { seriesIn, sumOf } from '../e2e/support/exposition.ts';
import { openScene } from '../e2e/support/scene.ts';
import { startStage, type Stage } from '../e2e/support/stage.ts';
import { Flips } from './latency/flips.ts';
import { populate } from './latency/population.ts';
import { summaryOf, type Summary } from './latency/quantiles.ts';
import { Reactions } from './neighbours/reactions.ts';
import { machine, say, table } from './report.ts';

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

function row(what: string, { first, failovers, fences, created, load, reconciles }: Figures): readonly string[] {
  const ms = [first.p50, first.p99, failovers.p50, failovers.p99, fences.p50, fences.max, created.p50, created.max];
  return [what, ...ms.map((value) => value.toFixed(1)), `${Math.round(load * 100)} %`, reconciles.toFixed(0)];
}

say(`${machine()}; ${flips} failovers each, ${REACTIONS} fences and new objects`);
const stage = await startStage();
try {
  const scene = await openScene(stage.plane, 'calm');
  const neighbours = await populate(scene, 0, NEIGHBOURS);
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
    const perSecond = (name: keyof typeof after): number => (after[name] - before[name]) / seconds;
    return { first, failovers, fences, created, load: perSecond('cpu'), reconciles: perSecond('reconciles') };
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
    'fence p50',
    'max',
    'new object p50',
    'max',
    'CPU',
    'reconciles/s',
  ];
  const labels = `labels that selectors ask for, ${rate}/s`;
  say(table(head, [row('quiet', quiet), row(labels, relabelled), row(`readiness of standbys, ${rate}/s`, unsettled)]));
  const ratio = (noisy: Figures): string => `× ${(noisy.failovers.p99 / quiet.failovers.p99).toFixed(2)}`;
  say(`failover p99, noise ÷ quiet: labels ${ratio(relabelled)}, readiness ${ratio(unsettled)}`);
  observer.stop();
  reactions.stop();
} finally {
  await stage.plane.stop();
}
