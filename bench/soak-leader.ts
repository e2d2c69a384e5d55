// Shows whether a leader keeps its leadership through what it should survive: an API server that freezes for up to two
// seconds, on a machine whose CPU is overcommitted. Several timings meet the same disturbances, each with two replicas.
// Prints a table of docs/performance.md.
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ControlPlane } from '../e2e/cluster/controlPlane.ts';
import { openScene } from '../e2e/support/scene.ts';
import { startPreparedPlane } from '../e2e/support/stage.ts';
import { summaryOf, type Summary } from './latency/quantiles.ts';
import { burn, type BusyLoops } from './leader/busyLoops.ts';
import { freezeNowAndThen } from './leader/freezes.ts';
import { leaderships, startPair, type Pair } from './leader/pair.ts';
import { Renewals } from './leader/renewals.ts';
import { machine, say, table } from './report.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    /** Longest freeze of the API server, in ms. */
    freeze: { type: 'string', default: '2000' },
    busy: { type: 'string', default: '2' },
    /** The busy loops pause while other processes have a higher load average. */
    load: { type: 'string', default: '4' },
    timing: { type: 'string', multiple: true, default: [''] },
  },
});

interface Arm {
  readonly pair: Pair;
  readonly renewals: Renewals;
}

interface Disturbances {
  /** In ms. */
  readonly freezes: readonly number[];
  readonly busy: BusyLoops;
}

function nameOf({ timing }: Pair): string {
  return timing === '' ? 'the default flags' : timing;
}

function row({ pair, renewals }: Arm): readonly string[] {
  const { lost } = leaderships(pair);
  const { p50, p99, max } = summaryOf(renewals.gapsMs);
  const figures = [lost.length, renewals.transitions, renewals.gapsMs.length];
  return [nameOf(pair), ...figures.map(String), ...[p50, p99, max].map((ms) => ms.toFixed(0))];
}

function report(arms: readonly Arm[]): string {
  const head = ['lease duration/renew deadline/retry period', 'leaderships lost', 'other leaders', 'renewals'];
  return table([...head, 'gap p50, ms', 'p99', 'longest'], arms.map(row));
}

function print(arms: readonly Arm[], { freezes, busy }: Disturbances): void {
  const [frozen, all, others] = [freezes, busy.loads.map((load) => load.all), othersIn(busy)].map(summaryOf);
  say(
    [
      `${values.minutes} minutes; ${freezes.length} freezes of the API server, p50 ${frozen?.p50.toFixed(0)} ms`,
      `longest ${frozen?.max.toFixed(0)} ms; ${values.busy} busy loops for ${(busy.shareOfTime * 100).toFixed(0)} % of the time`,
      `load average ${loadOf(all)}; without the busy loops ${loadOf(others)}`,
    ].join(', '),
  );
  say(report(arms));
  for (const { pair } of arms) for (const line of leaderships(pair).lost) say(`${nameOf(pair)}: ${line}`);
}

function loadOf(load: Summary | undefined): string {
  return `p50 ${load?.p50.toFixed(1)}, max ${load?.max.toFixed(1)}`;
}

function othersIn({ loads }: BusyLoops): readonly number[] {
  return loads.map(({ all, own }) => all - own);
}

async function startArms(plane: ControlPlane): Promise<readonly Arm[]> {
  const arms: Arm[] = [];
  for (const [index, timing] of values.timing.entries()) {
    const { namespace } = await openScene(plane, `pair-${index}`);
    arms.push({
      pair: await startPair(plane, namespace, timing),
      renewals: await Renewals.start(plane, namespace),
    });
  }
  return arms;
}

/** Says each minute how it stands. */
async function follow(arms: readonly Arm[], minutes: number): Promise<void> {
  for (let seconds = 1; seconds <= minutes * 60; seconds++) {
    await sleep(1000);
    for (const { renewals } of arms) renewals.collect();
    if (seconds % 60 === 0) process.stderr.write(`${new Date().toISOString()}\n${report(arms)}\n`);
  }
}

/** Freezes must end in time, however busy the machine is. Needs root; the longest freeze is printed anyway. */
function goFirst(): void {
  try {
    setPriority(-10);
  } catch {
    say('Freezes may last longer than they should: only root may raise the priority of this process.');
  }
}

say(machine());
const plane = await startPreparedPlane();
try {
  const arms = await startArms(plane);
  // Only now: the processes that it has started keep theirs.
  goFirst();
  const ending = new AbortController();
  const freezing = freezeNowAndThen(plane.apiServerProcess, Number(values.freeze), ending.signal);
  const burning = burn(plane, { count: Number(values.busy), limit: Number(values.load) }, ending.signal);
  await follow(arms, Number(values.minutes));
  ending.abort();
  print(arms, { freezes: await freezing, busy: await burning });
  for (const { renewals } of arms) renewals.stop();
} finally {
  await plane.stop();
}
