// record: what is remembered and told of a pass. It follows what was written and never leads it.
import type { Outcome, PublishedTransition } from '../desired/outcome.ts';
import type { Ledger } from '../election/ledger.ts';
import { transitionOf } from '../election/transition.ts';
import { isOutcomeUnknown } from '../kube/apiError.ts';
import type { ElectionObserver } from './electionObserver.ts';
import type { Applied } from './apply.ts';
import type { Decision } from './decision.ts';
import type { Notices } from './notices.ts';
import { ownSlice, type Observed } from './observed.ts';
import type { Past, Recollections } from './recollection.ts';
import type { StatusReporter } from './statusReporter.ts';

export interface Recorder {
  readonly recollections: Recollections;
  readonly notices: Notices;
  readonly reporter: Pick<StatusReporter, 'report'>;
  readonly observer: ElectionObserver;
}

export interface Pass {
  readonly key: string;
  readonly observed: Observed;
  readonly decision: Decision;
  readonly applied: Applied;
  /** A repair of the Service waits, because others undo it. */
  readonly isServiceHeldBack?: boolean;
}

export function record(pass: Pass, recorder: Recorder): void {
  const { key, observed, decision, applied } = pass;
  const failure = applied.failures.find(({ part }) => part === 'slice');
  const isWritten = failure === undefined;
  if (isWritten) remember(pass, recorder);
  // A change that is still to be made was noticed then; what is noticed from now on has its own time.
  else if (decision.step.transition !== undefined) recorder.notices.note(key, observed.noticedMs);
  if (isOutcomeUnknown(failure?.error)) recorder.recollections.doubt(observed.asvc.metadata.uid);
  const transition = isWritten && decision.slice.kind !== 'none' ? decision.step.transition : undefined;
  const outcome = outcomeOf(pass, isWritten);
  recorder.observer.passed({ key, outcome });
  const published = transition && { ...transition, publishedMs: applied.publishedMs };
  if (published !== undefined) recorder.observer.transitioned({ key, transition: published });
  const earlier = decision.wasRecorded ? recordedTransition(decision.before) : undefined;
  const latest = published ?? (outcome.isRecorded ? recordedTransition(outcome.ledger) : undefined);
  const known = [earlier, latest].filter((told) => told !== undefined);
  if (!isPreparation(pass)) recorder.reporter.report(key, outcome, known);
}

/** The pass that makes the Service knows of no address family yet, and another follows at once: nothing to tell. */
function isPreparation({ observed, decision, applied }: Pass): boolean {
  return observed.family === undefined && decision.service.kind === 'create' && applied.failures.length === 0;
}

function remember(pass: Pass, { recollections }: Recorder): void {
  const { observed, decision } = pass;
  const { asvc, recollection } = observed;
  const { step, willBeRecorded } = decision;
  const ledger = willBeRecorded ? step.ledger : recollection.ledger;
  recollections.keep(asvc.metadata.uid, { memory: step.memory, ledger, isFirst: false, past: pastAfter(pass) });
}

function pastAfter({ observed, decision }: Pass): Past {
  const { service, recollection } = observed;
  if (decision.slice.kind !== 'none' || ownSlice(observed) !== undefined) return 'Possible';
  if (recollection.past !== 'Unknown') return recollection.past;
  return service?.claim === 'ours' || service?.claim === 'adoptable' ? 'Possible' : 'None';
}

function outcomeOf(pass: Pass, isWritten: boolean): Outcome {
  const { observed, decision, applied, isServiceHeldBack = false } = pass;
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

/** What an object asks for that cannot be understood is not known: what was told of it stands. */
function requestIDOf({ valid, status }: Observed): string | undefined {
  return valid === undefined ? status.switchover?.requestID : valid.spec.switchover?.requestID;
}

function isServiceAsDesired({ service }: Decision, { failures }: Applied): boolean {
  return service.kind === 'none' || !failures.some(({ part }) => part === 'service');
}

/** After a crash the slice tells of a transition that nobody has reported; when it was published is not known then. */
function recordedTransition(ledger: Ledger): PublishedTransition | undefined {
  const transition = transitionOf(ledger);
  return transition && { ...transition, publishedMs: undefined };
}
