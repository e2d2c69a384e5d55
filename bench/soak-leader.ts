// Shows whether a leader keeps its leadership through what it should survive: an API server that freezes for up to two
// seconds, on a machine whose CPU is overcommitted. Several timings meet the same disturbances, each with two replicas.
// Prints a table of docs/performance.md.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPreparedPlane } from '../e2e/support/stage.ts';
import { summaryOf } from './latency/quantiles.ts';
import { burn } from './leader/busyLoops.ts';
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
    timing: { type: 'string', multiple: true, default: ['3s/2500ms/500ms'] },
  },
});

interface Arm {
  readonly pair: Pair;
  readonly renewals: Renewals;
}

function row({ pair, renewals }: Arm): readonly string[] {
  const { lost } = leaderships(pair);
  const { p50, p99, max } = summaryOf(renewals.gapsMs);
  const figures = [lost.length, renewals.transitions, renewals.gapsMs.length];
  return [pair.timing, ...figures.map(String), ...[p50, p99, max].map((ms) => ms.toFixed(0))];
}

function report(arms: readonly Arm[]): string {
  const head = ['lease duration/renew deadline/retry period', 'leaderships lost', 'other leaders', 'renewals'];
  return table([...head, 'gap p50, ms', 'p99', 'longest'], arms.map(row));
}

say(machine());
const plane = await startPreparedPlane();
try {
  const arms: Arm[] = [];
  for (const [index, timing] of values.timing.entries()) {
    const pair = await startPair(plane, timing, `pair-${index}`);
    arms.push({ pair, renewals: await Renewals.start(plane, pair.namespace) });
  }
  const ending = new AbortController();
  const frozen = freezeNowAndThen(plane.apiServerProcess, Number(values.freeze), ending.signal);
  const burnt = burn(plane, { count: Number(values.busy), limit: Number(values.load) }, ending.signal);
  for (let minute = 0; minute < Number(values.minutes); minute++) {
    for (let second = 0; second < 60; second++) {
      await sleep(1000);
      for (const { renewals } of arms) renewals.collect();
    }
    process.stderr.write(`${new Date().toISOString()}\n${report(arms)}\n`);
  }
  ending.abort();
  const freezes = await frozen;
  const { loads, shareOfTime } = await burnt;
  const frozenMs = summaryOf(freezes);
  const all = summaryOf(loads.map((load) => load.all));
  const others = summaryOf(loads.map((load) => load.all - load.own));
  say(
    `${values.minutes} minutes; ${freezes.length} freezes of the API server, p50 ${frozenMs.p50.toFixed(0)} ms, ` +
      `longest ${frozenMs.max.toFixed(0)} ms; ${values.busy} busy loops for ${(shareOfTime * 100).toFixed(0)} % of the time; ` +
      `load average p50 ${all.p50.toFixed(1)}, max ${all.max.toFixed(1)}, ` +
      `without the busy loops p50 ${others.p50.toFixed(1)}, max ${others.max.toFixed(1)}`,
  );
  for (const { renewals } of arms) renewals.stop();
  say(report(arms));
  for (const { pair } of arms) for (const line of leaderships(pair).lost) say(`${pair.timing}: ${line}`);
} finally {
  await plane.stop();
}
