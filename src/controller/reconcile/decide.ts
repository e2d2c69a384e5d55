// decide: turns what is observed into the election's step and the writes. Pure; an unchanged cluster needs no write.
import type { EndpointSlice } from '../../desired/ledgerRecord.ts';
import type { LedgerResolution } from '../../desired/ledgerResolution.ts';
import type { Problem } from '../../desired/outcome.ts';
import { isLeft } from '../../election/ledger.ts';
import { step, type Step } from '../../election/step.ts';
import type { SliceWrite } from '../apply/plannedWrites.ts';
import type { Decision } from './decision.ts';
import { electionInputOf, type Authority } from './electionInput.ts';
import {
  currentSlice,
  familyChangeOf,
  leavingStep,
  leavingWrite,
  mayLeave,
  preparingStep,
  preparingWrite,
  type FamilyChange,
} from './familyChange.ts';
import { ownSlice, type Observed } from './observed.ts';
import { problemsOf } from './problems.ts';
import { demotionOf, leftoversOf, publication, serviceWrite, withdrawal } from './planWrites.ts';

export function decide(observed: Observed): Decision {
  const { resolution } = observed;
  const problems = problemsOf(observed);
  const change = familyChangeOf(observed, resolution);
  const authority = authorityFor(change, resolution, authorityOf(observed, problems));
  const decided = stepOf(observed, resolution, { authority, change });
  const { slice, isRecording } = sliceWriteOf(observed, resolution, { authority, change, decided });
  const isRestricted = authority !== 'Full';
  const wasRecorded = ownSlice(observed) !== undefined && !resolution.isDamaged;
  const willBeRecorded = wasRecorded || isRecording;
  return {
    step: decided,
    slice,
    service: isRestricted ? { kind: 'none' } : serviceWrite(observed),
    leftovers: isRestricted ? { examineEndpoints: false, slices: [] } : leftoversOf(observed, change),
    problems: resolution.electionsBlocked ? [...problems, statusLags] : problems,
    before: resolution.ledger,
    wasRecorded,
    willBeRecorded,
    demotion: willBeRecorded ? demotionOf(observed, decided) : undefined,
  };
}

/** Until the old family is left, a restricted reconcile writes nothing, not even the end of a drain. */
function authorityFor(change: FamilyChange, resolution: LedgerResolution, authority: Authority): Authority {
  const isBefore = change === 'Preparing' || change === 'Leaving';
  return isBefore && (authority !== 'Full' || !mayLeave(resolution)) ? 'Blocked' : authority;
}

interface Circumstances {
  readonly authority: Authority;
  readonly change: FamilyChange;
}

function stepOf(observed: Observed, resolution: LedgerResolution, { authority, change }: Circumstances): Step {
  if (authority !== 'Full' || (change !== 'Preparing' && change !== 'Leaving')) {
    return step(electionInputOf(observed, resolution, authority));
  }
  const decided = step(electionInputOf(observed, resolution, 'Blocked'));
  return change === 'Preparing' ? preparingStep(resolution, decided) : leavingStep(observed, resolution, decided);
}

interface Written {
  readonly slice: SliceWrite;
  /** The write records the step's ledger. */
  readonly isRecording: boolean;
}

function sliceWriteOf(
  observed: Observed,
  { ledger }: LedgerResolution,
  { authority, change, decided }: Circumstances & { readonly decided: Step },
): Written {
  const isFinishing = ledger.intent === 'Draining' && decided.ledger !== ledger;
  const isPreparing = authority === 'Full' && change === 'Preparing';
  if (isPreparing || (authority !== 'Full' && !isFinishing)) {
    const slice = withdrawal(observed, decided);
    // A withdrawal while paused records nothing, unless the step has a transition.
    const isRecording = slice.kind !== 'none' && decided.transition !== undefined;
    const isNext = isPreparing && slice.kind === 'none';
    return { slice: isNext ? preparingWrite(observed, decided) : slice, isRecording };
  }
  const slice = publicationIn(change, observed, decided);
  return { slice, isRecording: slice.kind !== 'none' };
}

/** Until a pod is elected in the new family, the slice that was left is the record. */
function publicationIn(change: FamilyChange, observed: Observed, decided: Step): SliceWrite {
  if (change === 'Leaving') return leavingWrite(observed, decided);
  const isUnfilled = change === 'Arriving' && isLeft(decided.ledger) && !isListing(currentSlice(observed));
  return isUnfilled ? { kind: 'none' } : publication(observed, decided);
}

function isListing(slice: EndpointSlice | undefined): boolean {
  return (slice?.endpoints ?? []).length > 0;
}

const statusLags: Problem = {
  reason: 'StatusLagsLedger',
  message: 'Elections stopped: the status is 100 terms behind the EndpointSlice. Make the status writable.',
  blocking: false,
};

function authorityOf({ valid }: Observed, problems: readonly Problem[]): Authority {
  if (valid === undefined || problems.some(({ blocking }) => blocking)) return 'Blocked';
  return valid.spec.paused ? 'Paused' : 'Full';
}
