// A run with made-up figures that meets all goals.
import type { Counts, PeersResults } from '../../bench/peers/results.ts';

const counts: Counts = { reconciles: 2, sliceWrites: 1, statusWrites: 1, events: 1 };

function turns(arm: string, ms: number, cpuMs?: number) {
  return { arm, objects: 20, turns: [{ ms: [ms, ms], apiServerCpuMs: 9, ...(cpuMs === undefined ? {} : { cpuMs }) }] };
}

function storms(arm: string, ms: number) {
  return { arm, objects: 500, storms: [{ ms: [ms, ms] }], ...(arm === 'ours' ? { rssMb: 120 } : {}) };
}

export const good: PeersResults = {
  place: { processors: '2 × fast', memoryGb: 8, node: '24.0.0', kubernetes: '1.36.3', date: '2026-11-29', load: 0.1 },
  commit: 'abc1234',
  podBytes: 6000,
  failovers: [
    turns('bare', 5, 2),
    turns('bare-twin', 5, 2),
    turns('selector', 6),
    turns('readiness', 10),
    turns('label', 17, 4),
    turns('ours', 5.5, 5),
    turns('ours-many', 5.5, 5),
    turns('bundle-before', 7, 24),
  ],
  counts: [{ arm: 'ours', failover: counts, recovery: { ...counts, sliceWrites: 0, events: 0 }, earlyWrites: 0 }],
  storms: [storms('bare', 400), storms('selector', 900), storms('label', 2000), storms('ours', 500)],
  defaultStorms: [storms('selector', 20_000)],
  starts: { starts: [{ firstMs: 9, laterMs: [6, 6] }], rssMb: 90 },
  takeoverSeconds: [3, 3.2],
};
