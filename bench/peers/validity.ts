// When a run says nothing: a watch broke, or two equal arms differ.
import { summaryOf } from '../latency/quantiles.ts';

/** The run is void; the message says why. */
export class VoidError extends Error {
  override readonly name = 'VoidError';
}

/** By how much the p50 of two equal arms may differ. */
const MOST_NOISE = 0.25;

/** Throws a VoidError when the larger p50 is more than a quarter above the smaller one. */
export function checkTwins(one: readonly number[], twin: readonly number[]): void {
  const [smaller = NaN, larger = NaN] = [summaryOf(one).p50, summaryOf(twin).p50].toSorted((a, b) => a - b);
  if (larger <= smaller * (1 + MOST_NOISE)) return;
  const percent = ((larger / smaller - 1) * 100).toFixed(0);
  throw new VoidError(`the bare loop and its twin differ by ${percent} %, more than ${MOST_NOISE * 100} %`);
}
