// The figures that follow from what was measured: quantiles, means, and ratios of arms with their range over blocks.
import { summaryOf, type Summary } from '../latency/quantiles.ts';
import type { ArmStorms, ArmTurns } from './results.ts';

/** Measured in the same blocks, or rounds of storms, as all other arms. */
export interface Blocks {
  readonly arm: string;
  /** In milliseconds, of each block. */
  readonly blocks: readonly (readonly number[])[];
  /** Mean per failover, where the arm has a process of its own. */
  readonly cpuMs?: number;
}

/** Of one arm to another one. */
export interface Ratio {
  /** Of all that was measured. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

export type Quantile = keyof Summary;

export function blocksOfTurns({ arm, turns }: ArmTurns): Blocks {
  return { arm, blocks: turns.map(({ ms }) => ms), ...meanCpu(turns) };
}

export function blocksOfStorms({ arm, storms }: ArmStorms): Blocks {
  return { arm, blocks: storms.map(({ ms }) => ms), ...meanCpu(storms) };
}

export function summaryOfBlocks({ blocks }: Blocks): Summary {
  return summaryOf(blocks.flat());
}

export function ratioOf(one: Blocks, other: Blocks, quantile: Quantile): Ratio {
  const each = one.blocks.map((ms, block) => summaryOf(ms)[quantile] / summaryOf(other.blocks[block] ?? [])[quantile]);
  const value = summaryOfBlocks(one)[quantile] / summaryOfBlocks(other)[quantile];
  return { value, least: Math.min(...each), most: Math.max(...each) };
}

export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

/** The smaller of the two in the middle. */
export function medianOf(numbers: readonly number[]): number {
  return summaryOf(numbers).p50;
}

function meanCpu(runs: readonly { readonly cpuMs?: number }[]): { readonly cpuMs?: number } {
  const known = runs.flatMap(({ cpuMs }) => (cpuMs === undefined ? [] : [cpuMs]));
  return known.length === 0 ? {} : { cpuMs: meanOf(known) };
}
