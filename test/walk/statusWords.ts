// The status, in the words of a state and back.
import type { SwitchoverStatus } from '../../src/api/activeStandbyService.generated.ts';
import { nextSwitchover } from '../../src/desired/switchoverStatus.ts';
import type { Reported, SwitchoverInput } from '../../src/election/electionInput.ts';
import type { Step } from '../../src/election/step.ts';
import { podOf, wordOf } from './identity.ts';
import { toRequestID } from './ledgerWords.ts';
import { lengths, type Scenario } from './scenario.ts';
import { domains, requestIDs, type State } from './state.ts';
import { NOW, sinceOf, toReportedWord } from './timerWord.ts';

export function switchoverOf(state: State, { requests, isScheduled }: Scenario): SwitchoverInput {
  const { request, reportedRequest, reportedState, isDue } = state;
  const isLater = isScheduled && request === 'r1';
  const notBeforeMs = isLater ? NOW.wallMs + (isDue === 'yes' ? 0 : 1) : undefined;
  return {
    request: request === 'none' ? undefined : { requestID: request, targetPod: requests[request], notBeforeMs },
    endedRequestID: reportedRequest === 'none' || reportedState === 'Pending' ? undefined : reportedRequest,
    handledRequestIDs: handledBy(state),
  };
}

export function handledBy({ handled }: State): readonly string[] {
  return requestIDs.filter((requestID) => handled.includes(requestID));
}

/** The timers in a status of the same term. */
export function reportedOf(state: State): Reported | undefined {
  if (state.lag !== 'none') return undefined;
  const { reportedFailover, reportedNotReady, reportedBetter, reportedPreemption } = state;
  const better = podOf(reportedBetter);
  const isReported = reportedFailover !== 'none';
  return {
    failover: isReported
      ? { sinceMs: sinceOf(reportedFailover, lengths.delayMs), isNotReady: reportedNotReady === 'yes' }
      : undefined,
    preemption: better && { uid: better.uid, sinceMs: sinceOf(reportedPreemption, lengths.preemptionDelayMs) },
  };
}

/** The status after the update for this step, except for the term. */
export function statusWords(state: State, step: Step): Partial<State> {
  const { ledger, pending, preemption } = step;
  const requestID = state.request === 'none' ? undefined : state.request;
  const switchover = nextSwitchover({ switchover: step.switchover, requestID, ledger }, switchoverStatusOf(state));
  return {
    reportedFailover: toReportedWord(pending?.detectedMs, lengths.delayMs),
    reportedNotReady: pending?.cause === 'PodNotReady' ? 'yes' : 'no',
    reportedBetter: wordOf(preemption?.pod.uid),
    reportedPreemption: toReportedWord(preemption?.sinceMs, lengths.preemptionDelayMs),
    reportedRequest: toRequestID(switchover?.requestID),
    reportedState: domains.reportedState.find((state) => state === switchover?.state) ?? 'none',
    handled: toHandled(switchover?.handledRequestIDs),
  };
}

function switchoverStatusOf(state: State): SwitchoverStatus | undefined {
  const { reportedRequest, reportedState } = state;
  const handledRequestIDs = handledBy(state);
  if (reportedRequest === 'none' || reportedState === 'none')
    return handledRequestIDs.length === 0 ? undefined : { handledRequestIDs };
  return { requestID: reportedRequest, state: reportedState, message: '', handledRequestIDs };
}

function toHandled(handled: readonly string[] = []): State['handled'] {
  if (handled.includes('r1')) return handled.includes('r2') ? 'r1 r2' : 'r1';
  return handled.includes('r2') ? 'r2' : '';
}
