// How many cases does a property try? A few thousand by day, always the same, so that a change is judged by what it
// changes. PROPERTY_RUNS says how many by night, each night others: the seed is told with what was tried, so that
// PROPERTY_SEED can try it again.
import { expect } from '@jest/globals';
import * as fc from 'fast-check';

const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;

const SEED_BY_DAY = 1;
const usualSeed = PROPERTY_RUNS === undefined ? SEED_BY_DAY : Math.floor(Math.random() * 2 ** 31);
const seed = PROPERTY_SEED === undefined ? usualSeed : Number(PROPERTY_SEED);

/** `usually` is what is enough by day. */
export function expectAlways<T>(cases: fc.Arbitrary<T>, holds: (one: T) => void, usually = 5000): void {
  const numRuns = PROPERTY_RUNS === undefined ? usually : Number(PROPERTY_RUNS);
  if (PROPERTY_RUNS !== undefined) tell(numRuns);
  expect(() => fc.assert(fc.property(cases, holds), { numRuns, seed })).not.toThrow();
}

/** The same of what takes its time. */
export async function expectAlwaysInTime<T>(
  cases: fc.Arbitrary<T>,
  holds: (one: T) => Promise<void>,
  usually: number,
): Promise<void> {
  const numRuns = PROPERTY_RUNS === undefined ? usually : Number(PROPERTY_RUNS);
  if (PROPERTY_RUNS !== undefined) tell(numRuns);
  await expect(fc.assert(fc.asyncProperty(cases, holds), { numRuns, seed })).resolves.toBeUndefined();
}

function tell(numRuns: number): void {
  process.stderr.write(`${expect.getState().currentTestName}: ${numRuns} cases of seed ${seed}\n`);
}

/** A plain comparison: thousands of Jest's would take their time. */
export function demand(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
