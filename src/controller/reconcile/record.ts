// record: keeps the reconcile state and requests the status update. Follows what was written and never precedes it.
import type { Outcome, PublishedTransition } from '../../desired/outcome.ts';
import type { Ledger } from '../../election/ledger.ts';
import { transitionOf } from '../../election/transition.ts';
import { isOutcomeUnknown } from '../../kube/api/apiError.ts';
import type { Applied } from '../apply/apply.ts';
import type { Decision } from './decision.ts';
import type { ElectionObserver } from './electionObserver.ts';
import { ownSlice, type Observed } from './observed.ts';
import type { Past, ReconcileStates } from './reconcileState.ts';
import type { StatusUpdater } from './statusUpdater.ts';
import type { TriggerTimeTracker } from './triggerTimes.ts';

export interface Recorder {
  readonly reconcileStates: ReconcileStates;
  readonly triggerTimes: TriggerTimeTracker;
  readonly statusUpdater: Pick<StatusUpdater, 'update'>;
  readonly observer: ElectionObserver;
}

export interface Reconciled {
  readonly key: string;
  readonly observed: Observed;
  readonly decision: Decision;
  readonly applied: Applied;
  /** A repair of the Service is held back, because other clients undo it. */
  readonly isServiceHeldBack?: boolean;
}

export function record(reconciled: Reconciled, recorder: Recorder): void {
  const { key, observed, decision, applied } = reconciled;
  const failure = applied.failures.find(({ part }) => part === 'slice');
  const isWritten = failure === undefined;
  if (isWritten) keepState(reconciled, recorder);
  // The retry keeps the trigger time of the failed transition.
  else if (decision.step.transition !== undefined) recorder.triggerTimes.note(key, observed.noticedMs);
  if (isOutcomeUnknown(failure?.error)) recorder.reconcileStates.doubt(observed.asvc.metadata.uid);
  const transition = isWritten && decision.slice.kind !== 'none' ? decision.step.transition : undefined;
  const outcome = outcomeOf(reconciled, isWritten);
  recorder.observer.recorded({ key, outcome });
  const published = transition && { ...transition, publishedMs: applied.publishedMs };
  if (published !== undefined) recorder.observer.transitioned({ key, transition: published });
  const earlier = decision.wasRecorded ? recordedTransition(decision.before) : undefined;
  const latest = published ?? (outcome.isRecorded ? recordedTransition(outcome.ledger) : undefined);
  const known = [earlier, latest].filter((transition) => transition !== undefined);
  if (!isPreparation(reconciled)) recorder.statusUpdater.update(key, outcome, known);
}

/** The reconcile that creates the Service has no IP family yet, and another follows at once: no status update. */
function isPreparation({ observed, decision, applied }: Reconciled): boolean {
  return observed.family === undefined && decision.service.kind === 'create' && applied.failures.length === 0;
}

function keepState(reconciled: Reconciled, { reconcileStates }: Recorder): void {
  const { observed, decision } = reconciled;
  const { asvc, reconcileState } = observed;
  const { step, willBeRecorded } = decision;
  const ledger = willBeRecorded ? step.ledger : reconcileState.ledger;
  reconcileStates.keep(asvc.metadata.uid, {
    electionState: step.electionState,
    ledger,
    isFirst: false,
    past: pastAfter(reconciled),
  });
}

function pastAfter({ observed, decision }: Reconciled): Past {
  const { service, reconcileState } = observed;
  if (decision.slice.kind !== 'none' || ownSlice(observed) !== undefined) return 'Possible';
  if (reconcileState.past !== 'Unknown') return reconcileState.past;
  return service?.claim === 'ours' || service?.claim === 'adoptable' ? 'Possible' : 'None';
}

function outcomeOf(reconciled: Reconciled, isWritten: boolean): Outcome {
  const { observed, decision, applied, isServiceHeldBack = false } = reconciled;
  const { step } = decision;
  const ledger = isWritten ? step.ledger : decision.before;
  return {
    generation: observed.asvc.generation,
    serviceName: observed.serviceName,
    pausedBySpec: observed.valid?.spec.paused === true,
    step,
    ledger,
    isRecorded: isWritten ? decision.willBeRecorded : decision.wasRecorded,
    isServiceAsDesired: !isServiceHeldBack && isServiceAsDesired(decision, applied),
    holder: ledger.holder && observed.podsByUid.get(ledger.holder.uid),
    problems: [...decision.problems, ...applied.problems],
    requestID: requestIDOf(observed),
    switchover: isWritten ? step.switchover : undefined,
    atMs: observed.now.wallMs,
  };
}

/** An invalid object's request is unknown: what the status reports of it stands. */
function requestIDOf({ valid, status }: Observed): string | undefined {
  return valid === undefined ? status.switchover?.requestID : valid.spec.switchover?.requestID;
}

function isServiceAsDesired({ service }: Decision, { failures }: Applied): boolean {
  return service.kind === 'none' || !failures.some(({ part }) => part === 'service');
}

/** The slice's transition, which a crash may have left unreported; when it was published is unknown. */
function recordedTransition(ledger: Ledger): PublishedTransition | undefined {
  const transition = transitionOf(ledger);
  return transition && { ...transition, publishedMs: undefined };
}
