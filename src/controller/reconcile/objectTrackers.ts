// The per-object state of one leader session. No entry outlives its object.
import { objectKey } from '../../kube/resource.ts';
import { FailureCounts } from '../apply/failureCounts.ts';
import { ContestedWrites } from '../apply/contestedWrites.ts';
import type { CachedMetadata } from '../cache/metadata.ts';
import type { LostLedgers } from './lostLedgers.ts';
import { MissingPods } from './missingPods.ts';
import { ReconcileStates } from './reconcileState.ts';
import { TriggerTimeTracker } from './triggerTimes.ts';

export class ObjectTrackers {
  readonly reconcileStates: ReconcileStates;
  readonly triggerTimes = new TriggerTimeTracker();
  readonly missingPods = new MissingPods();
  readonly failureCounts = new FailureCounts();
  readonly repairs = new ContestedWrites();

  constructor(lostLedgers: LostLedgers) {
    this.reconcileStates = new ReconcileStates(lostLedgers);
  }

  /** How many objects each tracker has entries for. */
  get sizes(): Readonly<Record<string, number>> {
    return {
      reconcileStates: this.reconcileStates.size,
      triggerTimes: this.triggerTimes.size,
      missingPods: this.missingPods.size,
      failureCounts: this.failureCounts.size,
      repairs: this.repairs.size,
    };
  }

  forget(metadata: CachedMetadata): void {
    const { uid } = metadata;
    this.triggerTimes.forget(objectKey(metadata));
    this.reconcileStates.forget(uid);
    this.missingPods.forget(uid);
    this.failureCounts.forget(uid);
    this.repairs.forget(uid);
  }
}
