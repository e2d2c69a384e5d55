// The decision of a reconcile: the election's step and the writes that it needs. Nothing is written yet.
import type { Problem } from '../../desired/outcome.ts';
import type { Ledger } from '../../election/ledger.ts';
import type { Step } from '../../election/step.ts';
import type { PlannedWrites } from '../apply/plannedWrites.ts';

export interface Decision extends PlannedWrites {
  readonly step: Step;
  readonly problems: readonly Problem[];
  /** The ledger before the step, and whether the slice contains it. */
  readonly before: Ledger;
  readonly wasRecorded: boolean;
  /** The slice contains the step's ledger, or will once it is written. */
  readonly willBeRecorded: boolean;
}
