// When a run says nothing: a watch broke, or two equal arms differ.
import { blocksOfTurns, summaryOfBlocks } from './figures.ts';
import { bare, twin } from './plan.ts';
import type { ArmTurns } from './results.ts';

/** The run is void; the message says why. */
export class VoidError extends Error {
  override readonly name = 'VoidError';
}

/** By how much the p50 of two equal arms may differ. */
const MOST_NOISE = 0.25;

/** Throws a VoidError when the larger p50 is more than a quarter above the smaller one. Needs both arms, or does nothing. */
export function checkTwins(failovers: readonly ArmTurns[]): void {
  const twins = failovers.filter(({ arm }) => [bare, twin].includes(arm)).map(blocksOfTurns);
  if (twins.length < 2) return;
  const [smaller = NaN, larger = NaN] = twins.map((blocks) => summaryOfBlocks(blocks).p50).toSorted((a, b) => a - b);
  if (larger <= smaller * (1 + MOST_NOISE)) return;
  const percent = ((larger / smaller - 1) * 100).toFixed(0);
  throw new VoidError(`the bare loop and its twin differ by ${percent} %, more than ${MOST_NOISE * 100} %`);
}
