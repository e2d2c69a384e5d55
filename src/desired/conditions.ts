// Computes the five conditions. All five are always set, beside those of other controllers; each message says what
// is the case, why, and what comes next.
import type { Condition } from '../api/activeStandbyService.generated.ts';
import { candidateReasons } from '../api/candidateReasons.ts';
import { causes } from '../api/causes.ts';
import type { ConditionReason, ConditionType } from '../api/conditions.ts';
import { plain } from '../api/printable.ts';
import { publishedBy } from '../election/ledger.ts';
import { toMicroTime } from '../kube/api/microTime.ts';
import { withOthers } from './conditionList.ts';
import type { Outcome, Problem } from './outcome.ts';

interface Statement {
  readonly holds: boolean;
  readonly reason: ConditionReason;
  readonly message: string;
}

export function nextConditions(outcome: Outcome, previous: readonly Condition[]): readonly Condition[] {
  const statements: Readonly<Record<ConditionType, Statement>> = {
    Ready: ready(outcome),
    ActiveElected: activeElected(outcome),
    EndpointsPublished: endpointsPublished(outcome),
    Degraded: degraded(outcome),
    Paused: paused(outcome),
  };
  const ours = Object.entries(statements).map(([type, statement]): Condition => {
    const status = statement.holds ? 'True' : 'False';
    const before = previous.find((condition) => condition.type === type);
    const isSame = before?.status === status;
    return {
      type,
      status,
      observedGeneration: outcome.generation,
      lastTransitionTime: isSame ? before.lastTransitionTime : toMicroTime(outcome.atMs),
      reason: statement.reason,
      message: plain(statement.message),
    };
  });
  return withOthers(ours, previous);
}

function ready(outcome: Outcome): Statement {
  const problem = unservedBecauseOf(outcome);
  if (problem !== undefined) return { holds: false, reason: problem.reason, message: problem.message };
  const active = publishedBy(outcome.ledger);
  if (active === undefined) return notElected(outcome);
  const { impairment } = outcome.step;
  if (impairment !== undefined) {
    return {
      holds: false,
      reason: 'ActiveImpaired',
      message: `${active.name} is kept although ${causes[impairment.cause]}. ${whatNext(outcome, impairment)}`,
    };
  }
  if (!outcome.isRecorded || !outcome.isServiceAsDesired) {
    return {
      holds: false,
      reason: 'NotPublished',
      message: `${active.name} is elected; Service and EndpointSlice are being written.`,
    };
  }
  return {
    holds: true,
    reason: 'ActivePublished',
    message: `Traffic goes to ${active.name}.${announcement(outcome.step)}`,
  };
}

function announcement({ preemption }: Outcome['step']): string {
  if (preemption === undefined) return '';
  const { pod, deadlineMs } = preemption;
  return ` ${pod.name}, which has a higher priority, takes over at ${toMicroTime(deadlineMs)} if it stays eligible.`;
}

/** Service or EndpointSlice are not as decided. */
const notWritten: ReadonlySet<ConditionReason> = new Set([
  'ServiceRejected',
  'ServiceNotWritten',
  'EndpointSliceRejected',
  'EndpointSliceNotWritten',
]);

function keepsNotReady({ reason, misdirects = false }: Problem): boolean {
  return misdirects || notWritten.has(reason);
}

/** The problem that blocks elections, or that keeps clients from the active. */
function unservedBecauseOf({ problems }: Outcome): Problem | undefined {
  return problems.find(({ blocking }) => blocking) ?? problems.find(keepsNotReady);
}

/** NodesUnreadable comes last: some installations never may read nodes, and that must not hide another problem. */
function mostPressing(outcome: Outcome): Problem | undefined {
  const [first] = outcome.problems;
  const other = outcome.problems.find(({ reason }) => reason !== 'NodesUnreadable');
  return unservedBecauseOf(outcome) ?? other ?? first;
}

function whatNext({ step }: Outcome, { urgency }: NonNullable<Outcome['step']['impairment']>): string {
  if (step.phase === 'Paused') return 'No failover happens while the operator is paused.';
  const others = describeCandidates(step.candidates);
  const deadlineMs = step.pending?.deadlineMs;
  if (urgency === 'held') return `This is not acted on while too many nodes are unreachable at once; ${others}.`;
  if (urgency === 'onRequest') return `failover.mode is Manual: it stays until spec.switchover moves it; ${others}.`;
  return deadlineMs === undefined
    ? `It is replaced as soon as another pod is eligible: ${others}.`
    : `It is given up at ${toMicroTime(deadlineMs)} unless it recovers; ${others}.`;
}

function notElected({ step, ledger }: Outcome): Statement {
  if (step.phase === 'Draining') {
    const [old, next] = [ledger.holder?.name ?? 'The old active', ledger.target?.name ?? 'another pod'];
    const until =
      ledger.drainDeadlineMs === undefined ? '' : ` at ${toMicroTime(ledger.drainDeadlineMs)} at the latest`;
    return { holds: false, reason: 'Draining', message: `${old} is draining; ${next} takes over${until}.` };
  }
  const reason = step.phase === 'Electing' ? 'Settling' : 'NoCandidate';
  return { holds: false, reason, message: `No pod is active: ${describeCandidates(step.candidates)}.` };
}

/** "2 of 3 pods are eligible; orders-0 is not ready" */
function describeCandidates(candidates: Outcome['step']['candidates']): string {
  if (candidates.length === 0) return 'the selector matches no pod';
  const eligible = candidates.filter((candidate) => candidate.eligible).length;
  const first = candidates.find((candidate) => !candidate.eligible);
  const example = first === undefined ? '' : `; ${first.pod.metadata.name} ${candidateReasons[first.reason]}`;
  return `${eligible} of ${candidates.length} selected pods eligible${example}`;
}

function activeElected({ ledger, isRecorded }: Outcome): Statement {
  const active = publishedBy(ledger);
  if (active === undefined || !isRecorded) {
    const message = active === undefined ? 'No pod is active.' : `${active.name} is elected but not published yet.`;
    return { holds: false, reason: 'NotElected', message };
  }
  const why = ledger.cause === undefined ? '' : `, because ${causes[ledger.cause]}`;
  return { holds: true, reason: 'Elected', message: `${active.name} is active in term ${ledger.term}${why}.` };
}

function endpointsPublished({ ledger, isRecorded }: Outcome): Statement {
  const holds = isRecorded && publishedBy(ledger) !== undefined;
  return holds
    ? { holds, reason: 'Published', message: 'The EndpointSlice lists only the active pod.' }
    : { holds, reason: 'NotPublished', message: 'The EndpointSlice lists no pod, or not the elected one.' };
}

function degraded(outcome: Outcome): Statement {
  const problem = mostPressing(outcome);
  return problem === undefined
    ? { holds: false, reason: 'AsDesired', message: 'Nothing needs attention.' }
    : { holds: true, reason: problem.reason, message: problem.message };
}

function paused({ pausedBySpec }: Outcome): Statement {
  return pausedBySpec
    ? {
        holds: true,
        reason: 'PausedBySpec',
        message: 'spec.paused is true: set it to false to resume elections and repairs.',
      }
    : { holds: false, reason: 'NotPaused', message: 'Elections and repairs are on.' };
}
