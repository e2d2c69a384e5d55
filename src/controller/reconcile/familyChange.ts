// Moves the ledger from the EndpointSlice of the old IP family to that of the Service's new one, in four steps:
// 1. Create the new slice, empty. 2. Leave the old one: empty it, in a new term. 3. Fill the new one, in a higher term.
// 4. Delete the old one.
// Guarantee: never do two slices list a pod. A slice is filled only by its resourceVersion, and only after the other
// was left in a term above its own; so of two writers that see different families one meets a conflict.
import { desiredSlice, sliceNameOf } from '../../desired/endpointSlice.ts';
import { readLedger, type EndpointSlice } from '../../desired/ledgerRecord.ts';
import { MAX_STATUS_LAG, type LedgerResolution } from '../../desired/ledgerResolution.ts';
import { isLeft, type Ledger } from '../../election/ledger.ts';
import { familyLeft } from '../../election/ledgerChange.ts';
import { otherFamily } from '../../election/podView.ts';
import type { Step } from '../../election/step.ts';
import { transitionOf } from '../../election/transition.ts';
import type { SliceWrite } from '../apply/plannedWrites.ts';
import { ownObject, type Observed } from './observed.ts';

/**
 * The next step. Settled: there is one slice. Preparing: create the new one. Leaving: empty the old one. Arriving: fill
 * the new one. Removing: delete the old one.
 */
export type FamilyChange = 'Settled' | 'Preparing' | 'Leaving' | 'Arriving' | 'Removing';

interface OwnSlices {
  /** The one of the Service's family. */
  readonly current: EndpointSlice | undefined;
  readonly former: EndpointSlice | undefined;
}

export function familyChangeOf(observed: Observed, { ledger, isDamaged }: LedgerResolution): FamilyChange {
  const { current, former } = ownSlices(observed);
  const [now, before] = [current && readLedger(current), former && readLedger(former)];
  const isCurrentLeft = now !== undefined && isLeft(now);
  if (former === undefined) return isCurrentLeft ? 'Leaving' : 'Settled';
  // Without a term there is no ledger to write into a new slice.
  if (current === undefined && ledger.term > 0) return 'Preparing';
  if (before === undefined || !isLeft(before)) return 'Leaving';
  const isAhead = now !== undefined && now.term >= before.term;
  if (isAhead && !isCurrentLeft) return 'Removing';
  return isAhead || isDamaged ? 'Leaving' : 'Arriving';
}

/** Leaving takes a new term, which needs elections; a restored ledger keeps its term and its pod. */
export function mayLeave({ electionsBlocked, renewal }: LedgerResolution): boolean {
  return !electionsBlocked || renewal === 'LedgerRestored';
}

/** Replaces the decided step by the one that leaves the old family in a new term. */
export function leavingStep(observed: Observed, resolution: LedgerResolution, step: Step): Step {
  const { now, noticedMs } = observed;
  const { current, former } = ownSlices(observed);
  const known = [current, former].map((slice) => (slice && readLedger(slice))?.term ?? 0);
  const { ledger: before, termFloor, renewal } = resolution;
  const floor = Math.max(before.term, termFloor);
  // Ignores terms beyond what elections can have reached: they are forged or damaged.
  const last = Math.max(floor, ...known.filter((term) => term <= floor + MAX_STATUS_LAG));
  const term = renewal === 'LedgerRestored' ? before.term : last + 1;
  const left = familyLeft({ ...before, term }, { detectedMs: noticedMs, electedMs: now.wallMs });
  // A ledger without a holder is invalid; the object's own UID stands in for an unknown one.
  const ledger: Ledger = { ...left, holder: before.holder ?? { name: '', uid: observed.owner.uid } };
  return {
    ...step,
    phase: 'Vacant',
    ledger,
    transition: transitionOf(ledger),
    impairment: undefined,
    pending: undefined,
    preemption: undefined,
    requeueAtMonotonicMs: undefined,
  };
}

/** Keeps the ledger and its phase: only the new slice is created. */
export function preparingStep({ ledger }: LedgerResolution, step: Step): Step {
  const { intent } = ledger;
  return { ...step, phase: intent === 'Serving' ? 'Active' : intent === 'Draining' ? 'Draining' : 'Vacant' };
}

/** Creates the new slice, empty, in the current term. */
export function preparingWrite(
  { valid: asvc, family, noticedMs, now }: Observed,
  { ledger: before }: Step,
): SliceWrite {
  if (asvc === undefined || family === undefined) return { kind: 'none' };
  const ledger = familyLeft(before, { detectedMs: noticedMs, electedMs: now.wallMs });
  return { kind: 'create', slice: desiredSlice({ asvc, family, ledger, pod: undefined, observed: undefined }) };
}

/** Empties the old slice, or creates it empty: a writer that still sees the old family must meet a conflict. */
export function leavingWrite(observed: Observed, { ledger }: Step): SliceWrite {
  const { valid: asvc, family } = observed;
  if (asvc === undefined || family === undefined) return { kind: 'none' };
  const { former } = ownSlices(observed);
  const slice = desiredSlice({ asvc, family: otherFamily(family), ledger, pod: undefined, observed: former });
  return { kind: former === undefined ? 'create' : 'update', slice };
}

/** The slice that is to be filled. */
export function currentSlice(observed: Observed): EndpointSlice | undefined {
  return ownSlices(observed).current;
}

function ownSlices({ slice, counterpart, serviceName, family }: Observed): OwnSlices {
  const own = [ownObject(slice), ownObject(counterpart)].filter((object) => object !== undefined);
  const name = family && sliceNameOf(serviceName, family);
  return {
    current: own.find(({ metadata }) => metadata?.name === name),
    former: own.find(({ metadata }) => metadata?.name !== name),
  };
}
