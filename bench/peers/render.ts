// The tables of a run, as they are printed and as docs/performance.md has them.
import { machine, table } from '../report.ts';
import { amount, amountWithRange } from './amounts.ts';
import {
  blocksOfStorms,
  blocksOfTurns,
  meanOf,
  medianOf,
  ratioOf,
  summaryOfBlocks,
  type Blocks,
  type Quantile,
} from './figures.ts';
import { goalsOf, isMet } from './goals.ts';
import { bare, titleOf } from './plan.ts';
import type { ArmCounts, ArmStorms, Counts, PeersResults } from './results.ts';

type Measured = Pick<PeersResults, 'failovers' | 'storms' | 'defaultStorms' | 'counts'>;

/** All of a run. */
export function tablesOf(results: PeersResults): readonly string[] {
  return [whereAndWhen(results), ...measuredTables(results), goalTable(results)];
}

/** Without those that would be empty. */
export function measuredTables({ failovers, storms, defaultStorms, counts }: Measured): readonly string[] {
  const allStorms = { storms, defaultStorms };
  return [
    ...(failovers.length === 0 ? [] : [failoverTable(failovers)]),
    ...(storms.length === 0 && defaultStorms.length === 0 ? [] : [stormTable(allStorms)]),
    ...(counts.length === 0 ? [] : [countTable(counts)]),
  ];
}

export function whereAndWhen({ place, commit, podBytes, failovers }: PeersResults): string {
  const turns = failovers[0]?.turns ?? [];
  const count = turns.reduce((sum, { ms }) => sum + ms.length, 0);
  const size = `pods of ${(podBytes / 1000).toFixed(1)} KB of JSON`;
  return `${machine(place)}; commit ${commit}; ${count} failovers of each arm in ${turns.length} blocks; ${size}.`;
}

function failoverTable(failovers: PeersResults['failovers']): string {
  const all = failovers.map(blocksOfTurns);
  const rows = failovers.map(({ arm, objects, turns }, index) => {
    const blocks = all[index];
    if (blocks === undefined) throw new Error('unreachable: each arm has its blocks');
    const { p50, p90, p99 } = summaryOfBlocks(blocks);
    const apiServer = meanOf(turns.map(({ apiServerCpuMs }) => apiServerCpuMs));
    return [
      titleOf(arm),
      String(objects),
      ...[p50, p90, p99].map((ms) => ms.toFixed(2)),
      ...ratiosToBare(blocks, all),
      blocks.cpuMs?.toFixed(1) ?? '–',
      apiServer.toFixed(1),
    ];
  });
  const head = ['ms', 'objects', 'p50', 'p90', 'p99', 'p50 ÷ bare loop', 'p99 ÷ bare loop', 'CPU', 'CPU of API server'];
  return table(head, rows);
}

function stormTable({ storms, defaultStorms }: Pick<PeersResults, 'storms' | 'defaultStorms'>): string {
  const tuned = storms.map(blocksOfStorms);
  const rows = [
    ...storms.map((each) => stormRow(each, titleOf(each.arm), tuned)),
    ...defaultStorms.map((each) => stormRow(each, `${titleOf(each.arm)}, default settings`, tuned)),
  ];
  return table(['500 at once', 'p50', 'p99', 'last', 'p50 ÷ bare loop', 'p99 ÷ bare loop', 'CPU, ms'], rows);
}

function countTable(counts: PeersResults['counts']): string {
  const rows = counts.flatMap(({ arm, failover, recovery }: ArmCounts) => [
    [`${titleOf(arm)}: failover`, ...countCells(failover)],
    [`${titleOf(arm)}: recovery of the pod`, ...countCells(recovery)],
  ]);
  return table(['per failover', 'reconciles', 'slice writes', 'status writes', 'Events'], rows);
}

function countCells({ reconciles, sliceWrites, statusWrites, events }: Counts): readonly string[] {
  return [reconciles, sliceWrites, statusWrites, events].map((count) => amount(count, 'count'));
}

export function goalTable(results: PeersResults): string {
  const rows = goalsOf(results).map((goal) => [
    goal.what,
    amount(goal.limit, goal.unit),
    amountWithRange(goal.measured, goal.unit),
    isMet(goal) ? 'met' : '**missed**',
  ]);
  return table(['Goal', 'at most', 'measured', ''], rows);
}

function stormRow(each: ArmStorms, title: string, all: readonly Blocks[]): readonly string[] {
  const blocks = blocksOfStorms(each);
  const seconds = (quantile: Quantile): string => {
    const ofStorms = blocks.blocks.map((ms) => summaryOfBlocks({ arm: each.arm, blocks: [ms] })[quantile] / 1000);
    const [value, least, most] = [medianOf(ofStorms), Math.min(...ofStorms), Math.max(...ofStorms)];
    return amountWithRange({ value, least, most }, 's');
  };
  const times = [seconds('p50'), seconds('p99'), seconds('max')];
  return [title, ...times, ...ratiosToBare(blocks, all), blocks.cpuMs?.toFixed(1) ?? '–'];
}

function ratiosToBare(blocks: Blocks, all: readonly Blocks[]): readonly string[] {
  const base = all.find(({ arm }) => arm === bare);
  if (base === undefined || base.arm === blocks.arm) return ['', ''];
  return (['p50', 'p99'] as const).map((quantile) => amountWithRange(ratioOf(blocks, base, quantile), 'times'));
}
