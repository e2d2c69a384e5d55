// What a reconcile has decided: the election's step and the writes that it takes. Nothing of it has happened yet.
import type { Problem } from '../../desired/outcome.ts';
import type { Ledger } from '../../election/ledger.ts';
import type { Step } from '../../election/step.ts';
import type { PlannedWrites } from '../apply/plannedWrites.ts';

export interface Decision extends PlannedWrites {
  readonly step: Step;
  readonly problems: readonly Problem[];
  /** Before the step, and whether the slice says so. */
  readonly before: Ledger;
  readonly wasRecorded: boolean;
  /** The slice says what the step's ledger says, or will once it is written. */
  readonly willBeRecorded: boolean;
}
