// For how long was nobody else's turn? What the probe has written down, and its sum over a phase.
import { readFileSync } from 'node:fs';
import { parseJson } from '../../e2e/cluster/json.ts';

/** A stretch of the operator's thread between two looks at its clock; times in ms of CPU. */
export interface Block {
  /** Since the epoch. */
  readonly atMs: number;
  readonly cpuMs: number;
  /** How much of that was garbage collection. */
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
