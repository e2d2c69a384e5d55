// What a leader session keeps of each object between two reconciles: timers, and what it saw of the ledger. Without it
// everything still converges, a little later.
import { isSameJson } from '../../api/isSameJson.ts';
import { readLedger } from '../../desired/ledgerRecord.ts';
import { controllerOf } from '../../desired/ownership.ts';
import { freshElectionState, type ElectionState } from '../../election/electionState.ts';
import type { Ledger } from '../../election/ledger.ts';
import type { Change } from '../../kube/cache/change.ts';
import { sliceOf, type CachedObject } from '../cache/cachedObject.ts';
import { LostLedgers } from './lostLedgers.ts';

export interface ReconcileState {
  readonly electionState: ElectionState;
  /** The last valid ledger, seen without a gap; undefined when terms may have been missed. */
  readonly ledger: Ledger | undefined;
  /** This session has decided nothing of the object yet, so the timers in its status still count. */
  readonly isFirst: boolean;
  readonly past: Past;
}

/**
 * Whether there may have been elections before. None: at the first reconcile there was neither our Service nor a slice,
 * and no slice was written since. Possible: one of them existed, or a slice was deleted. A write of unknown outcome
 * changes nothing: its slice will be observed, or its deletion.
 */
export type Past = 'Unknown' | 'None' | 'Possible';

const nothing: ReconcileState = {
  electionState: freshElectionState,
  ledger: undefined,
  isFirst: true,
  past: 'Unknown',
};

export type SliceDeletion = Extract<Change<CachedObject>, { type: 'Deleted' }>;

export class ReconcileStates {
  readonly #byUid = new Map<string, ReconcileState>();
  readonly #lost: Pick<LostLedgers, 'of'>;

  constructor(lost: Pick<LostLedgers, 'of'> = new LostLedgers()) {
    this.#lost = lost;
  }

  get size(): number {
    return this.#byUid.size;
  }

  of(uid: string): ReconcileState {
    return this.#byUid.get(uid) ?? { ...nothing, ledger: this.#lost.of(uid) };
  }

  keep(uid: string, reconcileState: ReconcileState): void {
    const { electionState } = reconcileState;
    // Nearly all are fresh: 10,000 objects then share one.
    const isFresh = isSameJson(electionState, freshElectionState);
    this.#byUid.set(uid, isFresh ? { ...reconcileState, electionState: freshElectionState } : reconcileState);
  }

  /** After a write of unknown outcome: the ledger from before may not be the last one any more. */
  doubt(uid: string): void {
    const known = this.#byUid.get(uid);
    if (known !== undefined) this.#byUid.set(uid, { ...known, ledger: undefined });
  }

  forget(uid: string): void {
    this.#byUid.delete(uid);
  }

  /**
   * A watch reports a deleted slice with its last state, which counts as the slice itself. A list only shows that the
   * slice is missing: terms in between are unknown.
   */
  sliceDeleted({ object, source }: SliceDeletion): void {
    const uid = controllerOf(object.parse())?.uid;
    const known = uid === undefined ? undefined : this.#byUid.get(uid);
    if (uid === undefined || known === undefined) return;
    const last = readLedger(sliceOf(object.parse()));
    const ledger = source === 'list' ? undefined : newer(known.ledger, last);
    this.#byUid.set(uid, { ...known, ledger, past: 'Possible' });
  }
}

function newer(known: Ledger | undefined, last: Ledger | undefined): Ledger | undefined {
  if (known === undefined || last === undefined) return known;
  return last.term >= known.term ? last : known;
}
