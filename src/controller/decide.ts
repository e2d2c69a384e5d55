// decide: what is to be done? Pure: the same observation gives the same decision, and an unchanged world none.
import { resolveLedger } from '../desired/ledgerResolution.ts';
import type { Problem } from '../desired/outcome.ts';
import { step } from '../election/step.ts';
import type { Decision } from './decision.ts';
import { evidenceOf, observationOf } from './electionInput.ts';
import { ownSlice, type Observed } from './observed.ts';
import { problemsOf } from './problems.ts';
import { demotionOf, leftoversOf, publication, serviceWrite, withdrawal } from './writes.ts';

export function decide(observed: Observed): Decision {
  const problems = problemsOf(observed);
  const handsOff = isHandsOff(observed, problems);
  const resolution = resolveLedger(evidenceOf(observed));
  const observation = observationOf(observed, resolution, handsOff);
  const decided = step(observation);
  const isFinishing = resolution.ledger.intent === 'Draining' && decided.ledger !== resolution.ledger;
  const slice = handsOff && !isFinishing ? withdrawal(observed, decided) : publication(observed, decided);
  const wasRecorded = ownSlice(observed) !== undefined && !resolution.isDamaged;
  return {
    step: decided,
    slice,
    service: handsOff ? { kind: 'none' } : serviceWrite(observed),
    leftovers: handsOff ? { examineEndpoints: false, slices: [] } : leftoversOf(observed),
    problems: resolution.electionsHeld ? [...problems, lagging] : problems,
    before: resolution.ledger,
    wasRecorded,
    // What is withdrawn while hands are off is no record, unless the step says that it is.
    willBeRecorded: wasRecorded || (slice.kind !== 'none' && (!handsOff || decided.transition !== undefined)),
    demotion: demotionOf(observed, decided),
  };
}

const lagging: Problem = {
  reason: 'StatusLagsLedger',
  message: 'No election until the status, which is 100 terms behind the EndpointSlice, can be written again.',
  blocking: false,
};

function isHandsOff({ valid }: Observed, problems: readonly Problem[]): boolean {
  return valid === undefined || valid.spec.paused || problems.some(({ blocking }) => blocking);
}
