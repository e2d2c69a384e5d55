// How long the operator's thread did not yield: the records of the probe, and their sums per phase.
import { readFileSync } from 'node:fs';
import { parseJson } from '../../e2e/cluster/json.ts';

/** Time of the operator's thread between two ticks of the probe; in ms of CPU. */
export interface Block {
  /** In ms since the epoch. */
  readonly atMs: number;
  readonly cpuMs: number;
  /** The share of garbage collection. */
  readonly gcMs: number;
}

export interface BlockSummary {
  readonly longestMs: number;
  readonly longestWithGcMs: number;
  /** Without garbage collection. */
  readonly over50Ms: number;
}

export function readBlocks(probeFile: string): readonly Block[] {
  const lines = readFileSync(probeFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => parseJson<Block>(line));
}

export function summaryOfBlocks(blocks: readonly Block[], [fromMs, toMs]: readonly [number, number]): BlockSummary {
  const inside = blocks.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  const own = inside.map(({ cpuMs, gcMs }) => Math.max(cpuMs - gcMs, 0));
  return {
    longestMs: Math.max(0, ...own),
    longestWithGcMs: Math.max(0, ...inside.map(({ cpuMs }) => cpuMs)),
    over50Ms: own.filter((ms) => ms > 50).length,
  };
}
