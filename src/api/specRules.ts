// Finds what is wrong with an object that the schema accepts: JSON schema cannot express the CEL rules of the CRD.
import type { ActiveStandbyService } from './activeStandbyService.generated.ts';
import { durationToMs, MAX_DURATION_MS } from './duration.ts';
import { electionProblems, handoverProblems } from './electionRules.ts';
import type { SpecProblem } from './problem.ts';
import { selectorProblems } from './selectorRules.ts';
import { serviceProblems } from './serviceRules.ts';

export function specProblems(object: ActiveStandbyService): readonly SpecProblem[] {
  const { selector, election, failover, handover } = object.spec;
  return [
    ...selectorProblems(selector),
    ...serviceProblems(object),
    ...electionProblems(election),
    ...handoverProblems(handover),
    ...durationProblems('spec.election.preemptionDelay', election.preemptionDelay),
    ...durationProblems('spec.election.minReady', election.minReady),
    ...durationProblems('spec.failover.delay', failover.delay),
    ...durationProblems('spec.failover.cooldown', failover.cooldown),
    ...durationProblems('spec.handover.drainTimeout', handover.drainTimeout),
    ...termProblems(object),
  ];
}

function durationProblems(path: string, text: string): readonly SpecProblem[] {
  return durationToMs(text) <= MAX_DURATION_MS ? [] : [{ path, message: `is ${text}; at most 24h is allowed` }];
}

/** What is wrong with the status. */
export function termProblems({ status }: ActiveStandbyService): readonly SpecProblem[] {
  if ((status?.term === undefined) === (status?.termHolderUID === undefined)) return [];
  return [{ path: 'status.term', message: 'must be set if and only if status.termHolderUID is' }];
}
