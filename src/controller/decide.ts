// decide: what is to be done? Pure: the same observation gives the same decision; an unchanged world gives none.
import type { LedgerResolution } from '../desired/ledgerResolution.ts';
import type { EndpointSlice } from '../desired/ledgerRecord.ts';
import type { Problem } from '../desired/outcome.ts';
import { isLeft } from '../election/ledger.ts';
import { step, type Step } from '../election/step.ts';
import type { Decision, SliceWrite } from './decision.ts';
import { observationOf, type Hands } from './electionInput.ts';
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
import { demotionOf, leftoversOf, publication, serviceWrite, withdrawal } from './writes.ts';

export function decide(observed: Observed): Decision {
  const { resolution } = observed;
  const problems = problemsOf(observed);
  const change = familyChangeOf(observed, resolution);
  const hands = handsFor(change, resolution, handsOf(observed, problems));
  const decided = stepOf(observed, resolution, { hands, change });
  const { slice, isRecording } = sliceWriteOf(observed, resolution, { hands, change, decided });
  const handsOff = hands !== 'On';
  const wasRecorded = ownSlice(observed) !== undefined && !resolution.isDamaged;
  const willBeRecorded = wasRecorded || isRecording;
  return {
    step: decided,
    slice,
    service: handsOff ? { kind: 'none' } : serviceWrite(observed),
    leftovers: handsOff ? { examineEndpoints: false, slices: [] } : leftoversOf(observed, change),
    problems: resolution.electionsHeld ? [...problems, lagging] : problems,
    before: resolution.ledger,
    wasRecorded,
    willBeRecorded,
    demotion: willBeRecorded ? demotionOf(observed, decided) : undefined,
  };
}

/** Until the old family is left nothing is written for anybody, not even the end of what was draining before a pause. */
function handsFor(change: FamilyChange, resolution: LedgerResolution, hands: Hands): Hands {
  const isBefore = change === 'Preparing' || change === 'Leaving';
  return isBefore && (hands !== 'On' || !mayLeave(resolution)) ? 'Tied' : hands;
}

interface Circumstances {
  readonly hands: Hands;
  readonly change: FamilyChange;
}

function stepOf(observed: Observed, resolution: LedgerResolution, { hands, change }: Circumstances): Step {
  if (hands !== 'On' || (change !== 'Preparing' && change !== 'Leaving')) {
    return step(observationOf(observed, resolution, hands));
  }
  const decided = step(observationOf(observed, resolution, 'Tied'));
  return change === 'Preparing' ? preparingStep(resolution, decided) : leavingStep(observed, resolution, decided);
}

interface Written {
  readonly slice: SliceWrite;
  /** It says what the step's ledger says. */
  readonly isRecording: boolean;
}

function sliceWriteOf(
  observed: Observed,
  { ledger }: LedgerResolution,
  { hands, change, decided }: Circumstances & { readonly decided: Step },
): Written {
  const isFinishing = ledger.intent === 'Draining' && decided.ledger !== ledger;
  const isPreparing = hands === 'On' && change === 'Preparing';
  if (isPreparing || (hands !== 'On' && !isFinishing)) {
    const slice = withdrawal(observed, decided);
    // What is withdrawn while hands are off is no record, unless the step says that it is.
    const isRecording = slice.kind !== 'none' && decided.transition !== undefined;
    const isNext = isPreparing && slice.kind === 'none';
    return { slice: isNext ? preparingWrite(observed, decided) : slice, isRecording };
  }
  const slice = publicationIn(change, observed, decided);
  return { slice, isRecording: slice.kind !== 'none' };
}

/** Before somebody is elected, what was left is the record. */
function publicationIn(change: FamilyChange, observed: Observed, decided: Step): SliceWrite {
  if (change === 'Leaving') return leavingWrite(observed, decided);
  const isUnfilled = change === 'Arriving' && isLeft(decided.ledger) && !isListing(currentSlice(observed));
  return isUnfilled ? { kind: 'none' } : publication(observed, decided);
}

function isListing(slice: EndpointSlice | undefined): boolean {
  return (slice?.endpoints ?? []).length > 0;
}

const lagging: Problem = {
  reason: 'StatusLagsLedger',
  message: 'No election until the status, which is 100 terms behind the EndpointSlice, can be written again.',
  blocking: false,
};

function handsOf({ valid }: Observed, problems: readonly Problem[]): Hands {
  if (valid === undefined || problems.some(({ blocking }) => blocking)) return 'Tied';
  return valid.spec.paused ? 'Off' : 'On';
}
