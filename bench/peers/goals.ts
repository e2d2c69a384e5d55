// What was aimed at, and what was measured. A goal whose figures are missing is left out.
import type { Unit } from './amounts.ts';
import { blocksOfStorms, blocksOfTurns, medianOf, ratioOf, type Blocks, type Quantile, type Ratio } from './figures.ts';
import type { PeersResults } from './results.ts';

export interface Goal {
  readonly what: string;
  /** Met by a value that is not above it. */
  readonly limit: number;
  readonly measured: Ratio;
  readonly unit: Unit;
}

type Find = (arm: string) => Blocks | undefined;

export function goalsOf(results: PeersResults): readonly Goal[] {
  const failovers: Find = (arm) => results.failovers.map(blocksOfTurns).find((blocks) => blocks.arm === arm);
  const storms: Find = (arm) => results.storms.map(blocksOfStorms).find((blocks) => blocks.arm === arm);
  return [
    ...failoverGoals(failovers),
    ...stormGoals(storms),
    ...cpuGoals(failovers, results),
    ...countGoals(results),
    ...otherGoals(results),
  ];
}

export function isMet({ limit, measured }: Goal): boolean {
  return measured.value <= limit;
}

function failoverGoals(find: Find): readonly Goal[] {
  const arms = [
    ['ours', '20 objects'],
    ['ours-many', '1,000 objects'],
  ] as const;
  return arms.flatMap(([arm, objects]) => {
    const goal = comparing(find, `failover, ${objects}`);
    return [
      ...goal([arm, 'bare', 'p50'], 1.15, 'the bare loop'),
      ...goal([arm, 'bare', 'p99'], 1.3, 'the bare loop'),
      ...goal([arm, 'selector', 'p50'], 1, 'the EndpointSlice controller in its best case'),
      ...goal([arm, 'readiness', 'p50'], 0.6, 'the EndpointSlice controller after a readiness failover'),
    ];
  });
}

function stormGoals(find: Find): readonly Goal[] {
  const goal = comparing(find, 'storm of 500');
  return [
    ...goal(['ours', 'bare', 'p50'], 1.3, 'the bare loop'),
    ...goal(['ours', 'bare', 'p99'], 1.3, 'the bare loop'),
    ...goal(['ours', 'selector', 'p99'], 0.7, 'the tuned EndpointSlice controller'),
  ];
}

function comparing(find: Find, situation: string) {
  return ([one, other, quantile]: readonly [string, string, Quantile], limit: number, to: string): readonly Goal[] => {
    const [ours, theirs] = [find(one), find(other)];
    if (ours === undefined || theirs === undefined) return [];
    const what = `${situation}: ${quantile} ÷ ${to}`;
    return [{ what, limit, measured: ratioOf(ours, theirs, quantile), unit: 'times' }];
  };
}

function cpuGoals(find: Find, { failovers }: PeersResults): readonly Goal[] {
  const cpu = find('ours')?.cpuMs;
  const goal = (to: string, other: number | undefined, limit: number): readonly Goal[] => {
    if (cpu === undefined || other === undefined) return [];
    return [{ what: `CPU per failover ÷ ${to}`, limit, measured: single(cpu / other), unit: 'times' }];
  };
  const bundles = failovers.filter(({ arm }) => arm.startsWith('bundle-')).map(blocksOfTurns);
  return [
    ...goal('the bare loop', find('bare')?.cpuMs, 3),
    ...bundles.flatMap(({ arm, cpuMs }) => goal(`that of \`${arm}\``, cpuMs, 0.4)),
  ];
}

function countGoals({ counts }: PeersResults): readonly Goal[] {
  const ours = counts.find(({ arm }) => arm === 'ours');
  if (ours === undefined) return [];
  const { reconciles, sliceWrites, statusWrites } = ours.failover;
  return [
    { what: "writes before the slice's", limit: 0, measured: single(ours.earlyWrites), unit: 'count' },
    { what: 'reconciles per failover', limit: 2, measured: single(reconciles), unit: 'count' },
    { what: 'slice writes per failover', limit: 1, measured: single(sliceWrites), unit: 'count' },
    { what: 'status writes per failover', limit: 1, measured: single(statusWrites), unit: 'count' },
  ];
}

function otherGoals({ starts, storms, takeoverSeconds }: PeersResults): readonly Goal[] {
  const goals: Goal[] = [];
  if (starts !== undefined) {
    const ratios = starts.starts.map(({ firstMs, laterMs }) => firstMs / medianOf(laterMs));
    goals.push({
      what: 'first failover after a start ÷ p50 of later ones',
      limit: 2,
      measured: rangeOf(ratios),
      unit: 'times',
    });
    goals.push({ what: 'RSS with 50 objects', limit: 95, measured: single(starts.rssMb), unit: 'MB' });
  }
  const rssMb = storms.find(({ arm }) => arm === 'ours')?.rssMb;
  if (rssMb !== undefined) {
    goals.push({ what: 'RSS with 500 objects, after three storms', limit: 140, measured: single(rssMb), unit: 'MB' });
  }
  if (takeoverSeconds.length > 0) {
    goals.push({
      what: 'leader killed: another acts after',
      limit: 3.5,
      measured: rangeOf(takeoverSeconds),
      unit: 's',
    });
  }
  return goals;
}

function single(value: number): Ratio {
  return { value, least: value, most: value };
}

function rangeOf(values: readonly number[]): Ratio {
  return { value: medianOf(values), least: Math.min(...values), most: Math.max(...values) };
}
