// The number of cases of a property. By default a few thousand, always the same ones, so that a test fails only by a
// change. The nightly run sets PROPERTY_RUNS and uses new cases; a failure names the seed, which PROPERTY_SEED repeats.
import { expect } from '@jest/globals';
import * as fc from 'fast-check';

const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;

const SEED_BY_DAY = 1;
const usualSeed = PROPERTY_RUNS === undefined ? SEED_BY_DAY : Math.floor(Math.random() * 2 ** 31);
const seed = PROPERTY_SEED === undefined ? usualSeed : Number(PROPERTY_SEED);

/** `usually`: the default number of cases. */
export function expectAlways<T>(cases: fc.Arbitrary<T>, holds: (one: T) => void, usually = 5000): void {
  const numRuns = PROPERTY_RUNS === undefined ? usually : Number(PROPERTY_RUNS);
  if (PROPERTY_RUNS !== undefined) tell(numRuns);
  expect(() => fc.assert(fc.property(cases, holds), { numRuns, seed })).not.toThrow();
}

/** The same for asynchronous properties; the error names the seed. */
export async function expectAlwaysLater<T>(
  cases: fc.Arbitrary<T>,
  holds: (one: T) => Promise<void>,
  usually = 5000,
): Promise<void> {
  const numRuns = PROPERTY_RUNS === undefined ? usually : Number(PROPERTY_RUNS);
  if (PROPERTY_RUNS !== undefined) tell(numRuns);
  await fc.assert(fc.asyncProperty(cases, holds), { numRuns, seed });
}

function tell(numRuns: number): void {
  process.stderr.write(`${expect.getState().currentTestName}: ${numRuns} cases of seed ${seed}\n`);
}

/** A plain comparison: thousands of Jest's would be slow. */
export function demand(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
