// The sentence of the README with three of the figures.
import { amount } from './amounts.ts';
import { blocksOfStorms, blocksOfTurns, summaryOfBlocks, type Blocks } from './figures.ts';
import type { PeersResults } from './results.ts';

/** Throws when one of the figures is missing. */
export function sentenceOfReadme({ failovers, storms }: PeersResults): string {
  const one = failovers.map(blocksOfTurns);
  const many = storms.map(blocksOfStorms);
  const p50 = (arm: string): string => amount(summaryOfBlocks(find(one, arm)).p50, 'ms');
  const p99 = (arm: string): string => amount(summaryOfBlocks(find(many, arm)).p99 / 1000, 's');
  const { cpuMs } = find(one, 'ours');
  if (cpuMs === undefined) throw new Error('Cannot quote the CPU time of a failover: it was not measured');
  return [
    `**Measured** on a machine with two processors: a failover takes ${p50('ours')} (median) from the event of the pod to`,
    `that of the EndpointSlice, where a loop that does nothing else takes ${p50('bare')}. When 500 actives fail at once, 99 %`,
    `are replaced within ${p99('ours')}; a tuned EndpointSlice controller takes ${p99('selector')} for its own. A failover costs`,
    `the operator ${amount(cpuMs, 'ms')} of CPU. [docs/performance.md](docs/performance.md) says how this was measured.\n`,
  ].join('\n');
}

function find(all: readonly Blocks[], arm: string): Blocks {
  const found = all.find((blocks) => blocks.arm === arm);
  if (found === undefined) throw new Error(`Cannot quote the figures of ${arm}: it was not measured`);
  return found;
}
