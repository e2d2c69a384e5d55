// The Service has another IP family, and our EndpointSlice of the old one still stands: what comes next?
// The new one is made, empty; the old one is left, empty and in a new term; the new one is filled in a higher term; the
// old one is deleted. A slice is filled by its version only, and after the other was left in a term above its own. So of
// two writers that see different families one meets a conflict, and never do two slices list a pod.
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
 * Settled: there is one slice. Preparing: the Service's has to be made. Leaving: the other is emptied. Arriving: it is.
 * Removing: it may go.
 */
export type FamilyChange = 'Settled' | 'Preparing' | 'Leaving' | 'Arriving' | 'Removing';

interface OwnSlices {
  /** Of the Service's family. */
  readonly current: EndpointSlice | undefined;
  readonly former: EndpointSlice | undefined;
}

export function familyChangeOf(observed: Observed, { ledger, isDamaged }: LedgerResolution): FamilyChange {
  const { current, former } = ownSlices(observed);
  const [now, before] = [current && readLedger(current), former && readLedger(former)];
  const isCurrentLeft = now !== undefined && isLeft(now);
  if (former === undefined) return isCurrentLeft ? 'Leaving' : 'Settled';
  // Without a term there is nothing to be written into it yet.
  if (current === undefined && ledger.term > 0) return 'Preparing';
  if (before === undefined || !isLeft(before)) return 'Leaving';
  const isAhead = now !== undefined && now.term >= before.term;
  if (isAhead && !isCurrentLeft) return 'Removing';
  return isAhead || isDamaged ? 'Leaving' : 'Arriving';
}

/** No term is given out while that must not be; one that is restored is the same pod's in any case. */
export function mayLeave({ electionsBlocked, renewal }: LedgerResolution): boolean {
  return !electionsBlocked || renewal === 'LedgerRestored';
}

/** The step that leaves the family, whatever else there would be to do. */
export function leavingStep(observed: Observed, resolution: LedgerResolution, step: Step): Step {
  const { now, noticedMs } = observed;
  const { current, former } = ownSlices(observed);
  const known = [current, former].map((slice) => (slice && readLedger(slice))?.term ?? 0);
  const { ledger: before, termFloor, renewal } = resolution;
  const floor = Math.max(before.term, termFloor);
  // A term that nobody can have come to is none.
  const last = Math.max(floor, ...known.filter((term) => term <= floor + MAX_STATUS_LAG));
  const term = renewal === 'LedgerRestored' ? before.term : last + 1;
  const left = familyLeft({ ...before, term }, { detectedMs: noticedMs, electedMs: now.wallMs });
  // A record without a holder is none, and here nobody knows of one.
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

/** Nobody is told of anything, and nothing else is decided meanwhile. */
export function preparingStep({ ledger }: LedgerResolution, step: Step): Step {
  const { intent } = ledger;
  return { ...step, phase: intent === 'Serving' ? 'Active' : intent === 'Draining' ? 'Draining' : 'Vacant' };
}

/** Empty, in the term that there is. */
export function preparingWrite(
  { valid: asvc, family, noticedMs, now }: Observed,
  { ledger: before }: Step,
): SliceWrite {
  if (asvc === undefined || family === undefined) return { kind: 'none' };
  const ledger = familyLeft(before, { detectedMs: noticedMs, electedMs: now.wallMs });
  return { kind: 'create', slice: desiredSlice({ asvc, family, ledger, pod: undefined, observed: undefined }) };
}

/** Also where there is no such slice: whoever takes the family for the Service's must meet it. */
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
