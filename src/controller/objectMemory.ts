// What does one leadership remember of single objects? Nothing of it outlives its object.
import type { LostLedgers } from './lostLedgers.ts';
import { FailureCounts } from './failureCounts.ts';
import type { CachedMetadata } from './metadata.ts';
import { MissingPods } from './missingPods.ts';
import { Notices } from './notices.ts';
import { Recollections } from './recollection.ts';
import { Repairs } from './repairs.ts';
import { objectKey } from '../kube/resource.ts';

export class ObjectMemory {
  readonly recollections: Recollections;
  readonly notices = new Notices();
  readonly missingPods = new MissingPods();
  readonly failureCounts = new FailureCounts();
  readonly repairs = new Repairs();

  constructor(lostLedgers: LostLedgers) {
    this.recollections = new Recollections(lostLedgers);
  }

  /** Of how many objects something is kept, by kind. */
  get sizes(): Readonly<Record<string, number>> {
    return {
      recollections: this.recollections.size,
      notices: this.notices.size,
      missingPods: this.missingPods.size,
      failureCounts: this.failureCounts.size,
      repairs: this.repairs.size,
    };
  }

  forget(metadata: CachedMetadata): void {
    const { uid } = metadata;
    this.notices.forget(objectKey(metadata));
    this.recollections.forget(uid);
    this.missingPods.forget(uid);
    this.failureCounts.forget(uid);
    this.repairs.forget(uid);
  }
}
