// Formats the measurements among many objects as tables.
import type { Summary } from '../latency/quantiles.ts';
import type { Memory } from '../processUsage.ts';
import { table } from '../report.ts';
import { summaryOfBlocks, type Block } from './blocks.ts';
import type { Latency } from './latency.ts';
import type { ColdStart } from './operator.ts';
import type { Phase } from './phases.ts';

export function startTable(coldStarts: readonly ColdStart[]): string {
  const rows = coldStarts.map(({ readySeconds, idleSeconds, cpuSeconds, load }, index) => [
    `start ${index + 1}`,
    ...[readySeconds, idleSeconds, cpuSeconds, load].map((value) => value.toFixed(1)),
  ]);
  return table(['Cold start, s', 'ready', 'nothing left to do', 'its CPU time', 'load average'], rows);
}

export function memoryTable(...states: readonly (readonly [string, Memory])[]): string {
  const rows = states.map(([when, { rss, peak }]) => [when, rss.toFixed(0), peak.toFixed(0)]);
  return table(['Memory, MB', 'RSS', 'peak so far'], rows);
}

export function phaseTable(phases: readonly Phase[], blocks: readonly Block[]): string {
  const head = ['Longest block, ms of CPU', 'own', 'with garbage collection', 'own blocks over 50 ms'];
  const rows = phases.map(({ name, span }) => {
    const { longestMs, longestWithGcMs, over50Ms } = summaryOfBlocks(blocks, span);
    return [name, longestMs.toFixed(0), longestWithGcMs.toFixed(0), String(over50Ms)];
  });
  return table(head, rows);
}

/** One run. */
export interface Pair {
  readonly few: Latency;
  readonly many: Latency;
}

export function latencyTable(pairs: readonly Pair[], [few, many]: readonly [number, number]): string {
  const head = ['ms', 'objects', 'p50', 'p99', 'max', 'bare loop p50', 'bare loop p99', 'unrelated updates/s'];
  const rows = pairs.flatMap((pair, run) => [
    [`run ${run + 1}`, String(few), ...latencyCells(pair.few)],
    ['', String(many), ...latencyCells(pair.many)],
  ]);
  return table(head, rows);
}

function latencyCells({ failover, floor, updateRate }: Latency): readonly string[] {
  return [failover.p50, failover.p99, failover.max, floor.p50, floor.p99, updateRate].map((value) => value.toFixed(1));
}

export function ratioTable(pairs: readonly Pair[]): string {
  const head = ['many ÷ few', ...pairs.map((_, run) => `run ${run + 1}`), 'median'];
  const row = (name: string, part: 'failover' | 'floor', quantile: keyof Summary): readonly string[] => {
    const ratios = pairs.map(({ few, many }) => many[part][quantile] / few[part][quantile]);
    return [name, ...[...ratios, median(ratios)].map((ratio) => `× ${ratio.toFixed(2)}`)];
  };
  return table(head, [
    row('p50', 'failover', 'p50'),
    row('p99', 'failover', 'p99'),
    row('bare loop p50', 'floor', 'p50'),
    row('bare loop p99', 'floor', 'p99'),
  ]);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? NaN;
}
