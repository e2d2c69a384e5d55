// restrain: holds back, and reports, decided writes that only repeat what other clients undo. New decisions are written
// at once.
import {
  type ChangedField,
  addedToService,
  changedInService,
  changedInSlice,
  describeChange,
  describeDeletion,
  isSameTarget,
  ownedService,
  ownedSlice,
} from '../../desired/changedField.ts';
import type { Problem } from '../../desired/outcome.ts';
import type { ServiceWrite, SliceWrite } from '../apply/plannedWrites.ts';
import type { RepairPart, ContestedWrites } from '../apply/contestedWrites.ts';
import type { Decision } from './decision.ts';
import { ownSlice, type Observed } from './observed.ts';
import { isLeftover } from './problems.ts';
import { hasSelector } from './planWrites.ts';

export interface Restrained {
  readonly decision: Decision;
  /** Monotonic ms at which a repair is due or a contest ends; undefined when there is none. */
  readonly lookAgainMs: number | undefined;
  /** A repair of the Service waits. */
  readonly isServiceHeldBack: boolean;
}

interface RepairSchedule {
  readonly part: RepairPart;
  /** Monotonic ms; undefined when there is nothing to repair. */
  readonly dueMs: number | undefined;
  /** Traffic goes to the decided target nevertheless. */
  readonly isReached: boolean;
}

export function restrain(observed: Observed, decision: Decision, repairs: ContestedWrites): Restrained {
  const nowMs = observed.now.monotonicMs;
  const schedules = [
    sliceSchedule(observed, decision.slice, repairs),
    ...serviceSchedules(observed, decision.service, repairs),
  ];
  const waiting = new Set(schedules.filter(({ dueMs = nowMs }) => dueMs > nowMs).map(({ part }) => part));
  const contested = schedules.flatMap(({ part, isReached }) => {
    const contest = repairs.contestOf({ uid: observed.asvc.metadata.uid, part }, nowMs);
    return contest === undefined ? [] : [{ ...contest, isReached }];
  });
  const moments = [...schedules.map(({ dueMs }) => dueMs), ...contested.map(({ endsAtMs }) => endsAtMs)];
  const later = moments.filter((ms) => ms !== undefined && ms > nowMs).map(Number);
  const isSelectorKept = waiting.has('selector') && hasSelector(observed);
  return {
    decision: withoutWaiting(isSelectorKept ? withoutRemade(decision) : decision, waiting, contested.map(toProblem)),
    lookAgainMs: later.length === 0 ? undefined : Math.min(...later),
    isServiceHeldBack: waiting.has('service') || waiting.has('selector'),
  };
}

function sliceSchedule(observed: Observed, write: SliceWrite, repairs: ContestedWrites): RepairSchedule {
  const found = ownSlice(observed);
  if (write.kind === 'none') return unscheduled('slice', observed, repairs);
  const { uid } = observed.asvc.metadata;
  const { slice } = write;
  const schedule = (
    change: () => string,
    { isMissing, isReached }: Pick<RepairSchedule, 'isReached'> & { isMissing: boolean },
  ): RepairSchedule => {
    const undone = { uid, part: 'slice', decision: ownedSlice(slice), change, isMissing } as const;
    return { part: 'slice', dueMs: repairs.dueMs(undone, observed.now.monotonicMs), isReached };
  };
  if (write.kind === 'create')
    return schedule(() => describeDeletion('EndpointSlice', slice), { isMissing: true, isReached: false });
  // Only the slice of a former family is written.
  if (found === undefined) return { part: 'slice', dueMs: undefined, isReached: true };
  const change = (): string => describeChange('EndpointSlice', slice, changedInSlice(slice, found));
  return schedule(change, { isMissing: false, isReached: isSameTarget(slice, found) });
}

function serviceSchedules(
  observed: Observed,
  write: ServiceWrite,
  repairs: ContestedWrites,
): readonly RepairSchedule[] {
  if (write.kind === 'none') return serviceParts.map((part) => unscheduled(part, observed, repairs));
  const { asvc, service, now } = observed;
  const found = service?.object ?? {};
  const desired = write.service;
  const schedule = (part: RepairPart, change: () => string, isMissing = false): RepairSchedule => {
    const undone = { uid: asvc.metadata.uid, part, decision: ownedService(desired), change, isMissing };
    return { part, dueMs: repairs.dueMs(undone, now.monotonicMs), isReached: false };
  };
  if (write.kind === 'create') return [schedule('service', () => describeDeletion('Service', desired), true)];
  const { removals, needsApply } = write;
  const changeOf = (field: ChangedField | undefined): string => describeChange('Service', desired, field);
  return [
    removals.length > 0
      ? schedule('selector', () => changeOf(addedToService(found, removals)))
      : unscheduled('selector', observed, repairs),
    needsApply
      ? schedule('service', () => changeOf(changedInService(desired, found)))
      : unscheduled('service', observed, repairs),
  ];
}

const serviceParts = ['selector', 'service'] as const;

function unscheduled(part: RepairPart, { asvc, now }: Observed, repairs: ContestedWrites): RepairSchedule {
  repairs.holds({ uid: asvc.metadata.uid, part }, now.monotonicMs);
  return { part, dueMs: undefined, isReached: true };
}

function toProblem({ message, isReached }: { readonly message: string; readonly isReached: boolean }): Problem {
  return { reason: 'ChangedByOthers', message, blocking: false, misdirects: !isReached };
}

function withoutWaiting(decision: Decision, waiting: ReadonlySet<RepairPart>, added: readonly Problem[]): Decision {
  const problems = added.length === 0 ? decision.problems : [...decision.problems, ...added];
  if (waiting.size === 0) return { ...decision, problems };
  const service = withoutWaitingParts(decision.service, waiting);
  if (!waiting.has('slice')) return { ...decision, service, problems };
  // A held-back slice records nothing new.
  const { wasRecorded, demotion } = decision;
  return {
    ...decision,
    service,
    problems,
    slice: { kind: 'none' },
    willBeRecorded: wasRecorded,
    demotion: wasRecorded ? demotion : undefined,
  };
}

/** As long as there is a selector, Kubernetes creates the removed slices again. */
function withoutRemade(decision: Decision): Decision {
  const slices = decision.leftovers.slices.filter((slice) => !isLeftover(slice));
  return { ...decision, leftovers: { examineEndpoints: false, slices } };
}

function withoutWaitingParts(write: ServiceWrite, waiting: ReadonlySet<RepairPart>): ServiceWrite {
  if (write.kind === 'create' && waiting.has('service')) return { kind: 'none' };
  if (write.kind !== 'mend') return write;
  const removals = waiting.has('selector') ? [] : write.removals;
  const needsApply = write.needsApply && !waiting.has('service');
  return removals.length === 0 && !needsApply ? { kind: 'none' } : { ...write, removals, needsApply };
}
