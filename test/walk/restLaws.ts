// Laws of states in which nothing is left to decide and the status is up to date.
import { eligibleSlots } from './facts.ts';
import { isWaitWorthwhile } from './handoverLaws.ts';
import type { Law } from './law.ts';
import type { Reconcile } from './reconcile.ts';

export const restLaws: readonly Law[] = [
  { name: 'a pod is published when one is eligible', isBroken: isVacantForNothing },
  { name: 'a drain ends', isBroken: isDrainedForEver },
  { name: 'each request is answered', isBroken: isUnanswered },
];

function isVacantForNothing({ state, scenario }: Reconcile): boolean {
  if (state.paused === 'yes' || state.intent !== 'Empty') return false;
  return eligibleSlots(state, scenario).length > 0;
}

function isDrainedForEver({ state, scenario }: Reconcile): boolean {
  return state.intent === 'Draining' && !isWaitWorthwhile(state, scenario);
}

function isUnanswered({ state, scenario }: Reconcile): boolean {
  const { request, reportedRequest, reportedState, handled } = state;
  if (request === 'none') return reportedState === 'Pending';
  const isLater = scenario.isScheduled && request === 'r1' && state.isDue === 'no';
  const isWaiting = isLater || state.paused === 'yes' || state.intent === 'Draining';
  if (reportedRequest !== request) return true;
  return reportedState === 'Pending' ? !isWaiting : !handled.includes(request);
}
