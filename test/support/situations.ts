// Where an election can be when something happens to it: term 3 is pod a's, and b is the standby.
import type { Observation } from '../../src/election/observation.ts';
import { step } from '../../src/election/step.ts';
import { afterwards, emptied, observation, serving } from './observations.ts';
import { notReady, pod, readySince, START_MS, terminating } from './pods.ts';

const a = pod('a');
const b = pod('b');

/** What the machine sees next, one second after it has come to rest. */
function atRest(before: Observation): Observation {
  return afterwards(before, step(before), 1000);
}

export const situations: Readonly<Record<string, Observation>> = {
  Vacant: atRest(observation([notReady(a), notReady(b)], { ledger: emptied(a) })),
  Electing: atRest(
    observation([notReady(a), readySince(b, START_MS)], { ledger: emptied(a), policy: { minReadyMs: 10_000 } }),
  ),
  Active: atRest(observation([a, b], { ledger: serving(a) })),
  Delayed: atRest(observation([notReady(a), b], { ledger: serving(a), policy: { delayMs: 10_000 } })),
  Kept: atRest(observation([notReady(a), notReady(b)], { ledger: serving(a), policy: { noCandidate: 'KeepLast' } })),
  Leaving: atRest(observation([terminating(a), notReady(b)], { ledger: serving(a) })),
  Paused: atRest(observation([a, b], { ledger: serving(a), policy: { paused: true } })),
};
