// decide: what is to be done? Pure: the same observation, and what its ledger comes to, give the same decision; an
// unchanged world gives none.
import type { LedgerResolution } from '../desired/ledgerResolution.ts';
import type { Problem } from '../desired/outcome.ts';
import { step } from '../election/step.ts';
import type { Decision } from './decision.ts';
import { observationOf, type Hands } from './electionInput.ts';
import { ownSlice, type Observed } from './observed.ts';
import { problemsOf } from './problems.ts';
import { demotionOf, leftoversOf, publication, serviceWrite, withdrawal } from './writes.ts';

export function decide(observed: Observed, resolution: LedgerResolution): Decision {
  const problems = problemsOf(observed);
  const hands = handsOf(observed, problems);
  const handsOff = hands !== 'On';
  const observation = observationOf(observed, resolution, hands);
  const decided = step(observation);
  const isFinishing = resolution.ledger.intent === 'Draining' && decided.ledger !== resolution.ledger;
  const slice = handsOff && !isFinishing ? withdrawal(observed, decided) : publication(observed, decided);
  const wasRecorded = ownSlice(observed) !== undefined && !resolution.isDamaged;
  // What is withdrawn while hands are off is no record, unless the step says that it is.
  const willBeRecorded = wasRecorded || (slice.kind !== 'none' && (!handsOff || decided.transition !== undefined));
  return {
    step: decided,
    slice,
    service: handsOff ? { kind: 'none' } : serviceWrite(observed),
    leftovers: handsOff ? { examineEndpoints: false, slices: [] } : leftoversOf(observed),
    problems: resolution.electionsHeld ? [...problems, lagging] : problems,
    before: resolution.ledger,
    wasRecorded,
    willBeRecorded,
    demotion: willBeRecorded ? demotionOf(observed, decided) : undefined,
  };
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
