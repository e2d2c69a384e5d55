// restrain: which of the decided writes would only repeat what others undo? They wait, and are told of; what is decided
// anew is written at once.
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
import type { RepairPart, Repairs } from '../apply/repairs.ts';
import type { Decision } from './decision.ts';
import { ownSlice, type Observed } from './observed.ts';
import { isLeftover } from './problems.ts';
import { hasSelector } from './writes.ts';

export interface Restrained {
  readonly decision: Decision;
  /** Monotonic time at which a repair is due, or a contest is over; undefined when there is none. */
  readonly lookAgainMs: number | undefined;
  /** Something of the Service is not as desired, and waits. */
  readonly isServiceHeldBack: boolean;
}

interface Turn {
  readonly part: RepairPart;
  /** Undefined: there is nothing to be repaired. */
  readonly dueMs: number | undefined;
  readonly isReached: boolean;
}

export function restrain(observed: Observed, decision: Decision, repairs: Repairs): Restrained {
  const nowMs = observed.now.monotonicMs;
  const turns = [sliceTurn(observed, decision.slice, repairs), ...serviceTurns(observed, decision.service, repairs)];
  const waiting = new Set(turns.filter(({ dueMs = nowMs }) => dueMs > nowMs).map(({ part }) => part));
  const contested = turns.flatMap(({ part, isReached }) => {
    const told = repairs.told({ uid: observed.asvc.metadata.uid, part }, nowMs);
    return told === undefined ? [] : [{ ...told, isReached }];
  });
  const moments = [...turns.map(({ dueMs }) => dueMs), ...contested.map(({ endsAtMs }) => endsAtMs)];
  const later = moments.filter((ms) => ms !== undefined && ms > nowMs).map(Number);
  const isSelectorKept = waiting.has('selector') && hasSelector(observed);
  return {
    decision: withoutWaiting(isSelectorKept ? withoutRemade(decision) : decision, waiting, contested.map(toProblem)),
    lookAgainMs: later.length === 0 ? undefined : Math.min(...later),
    isServiceHeldBack: waiting.has('service') || waiting.has('selector'),
  };
}

function sliceTurn(observed: Observed, write: SliceWrite, repairs: Repairs): Turn {
  const found = ownSlice(observed);
  if (write.kind === 'none') return inOrder('slice', observed, repairs);
  const { uid } = observed.asvc.metadata;
  const { slice } = write;
  const turn = (
    change: () => string,
    { isMissing, isReached }: Pick<Turn, 'isReached'> & { isMissing: boolean },
  ): Turn => {
    const undone = { uid, part: 'slice', decision: ownedSlice(slice), change, isMissing } as const;
    return { part: 'slice', dueMs: repairs.dueMs(undone, observed.now.monotonicMs), isReached };
  };
  if (write.kind === 'create')
    return turn(() => describeDeletion('EndpointSlice', slice), { isMissing: true, isReached: false });
  // Only the one of a former family is written.
  if (found === undefined) return { part: 'slice', dueMs: undefined, isReached: true };
  const change = (): string => describeChange('EndpointSlice', slice, changedInSlice(slice, found));
  return turn(change, { isMissing: false, isReached: isSameTarget(slice, found) });
}

function serviceTurns(observed: Observed, write: ServiceWrite, repairs: Repairs): readonly Turn[] {
  if (write.kind === 'none') return serviceParts.map((part) => inOrder(part, observed, repairs));
  const { asvc, service, now } = observed;
  const found = service?.object ?? {};
  const desired = write.service;
  const turn = (part: RepairPart, change: () => string, isMissing = false): Turn => {
    const undone = { uid: asvc.metadata.uid, part, decision: ownedService(desired), change, isMissing };
    return { part, dueMs: repairs.dueMs(undone, now.monotonicMs), isReached: false };
  };
  if (write.kind === 'create') return [turn('service', () => describeDeletion('Service', desired), true)];
  const { removals, needsApply } = write;
  const changeOf = (field: ChangedField | undefined): string => describeChange('Service', desired, field);
  return [
    removals.length > 0
      ? turn('selector', () => changeOf(addedToService(found, removals)))
      : inOrder('selector', observed, repairs),
    needsApply
      ? turn('service', () => changeOf(changedInService(desired, found)))
      : inOrder('service', observed, repairs),
  ];
}

const serviceParts = ['selector', 'service'] as const;

function inOrder(part: RepairPart, { asvc, now }: Observed, repairs: Repairs): Turn {
  repairs.holds({ uid: asvc.metadata.uid, part }, now.monotonicMs);
  return { part, dueMs: undefined, isReached: true };
}

function toProblem({ message, isReached }: { readonly message: string; readonly isReached: boolean }): Problem {
  return { reason: 'ChangedByOthers', message, blocking: false, misdirects: !isReached };
}

function withoutWaiting(decision: Decision, waiting: ReadonlySet<RepairPart>, told: readonly Problem[]): Decision {
  const problems = told.length === 0 ? decision.problems : [...decision.problems, ...told];
  if (waiting.size === 0) return { ...decision, problems };
  const service = withoutWaitingParts(decision.service, waiting);
  if (!waiting.has('slice')) return { ...decision, service, problems };
  // What waits has not happened: nothing more is recorded than was before.
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

/** As long as there is a selector, Kubernetes makes anew what is removed of it. */
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
