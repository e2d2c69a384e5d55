// Finds election and handover policies that contradict themselves. Repeats the CRD's CEL rules, since an object may
// have been stored under another version of the CRD.
import type { ElectionPolicy, HandoverPolicy } from './activeStandbyService.generated.ts';
import { durationToMs } from './duration.ts';
import type { SpecProblem } from './problem.ts';

export function electionProblems({ order, preemption }: ElectionPolicy): readonly SpecProblem[] {
  return problemWhen(preemption === 'HigherPriority' && order !== 'Priority', {
    path: 'spec.election.preemption',
    message: 'is HigherPriority, which needs order: Priority',
  });
}

export function handoverProblems({ strategy, drainTimeout }: HandoverPolicy): readonly SpecProblem[] {
  return problemWhen(strategy === 'Replace' && durationToMs(drainTimeout) > 0, {
    path: 'spec.handover.drainTimeout',
    message: `is ${drainTimeout}, which needs strategy: BreakBeforeMake`,
  });
}

function problemWhen(isWrong: boolean, problem: SpecProblem): readonly SpecProblem[] {
  return isWrong ? [problem] : [];
}
