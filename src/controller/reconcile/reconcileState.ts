// What does this process remember of each object between two reconciles?
// Only timers and what it saw of the ledger; without it everything still converges, a little later.
import { isDeepStrictEqual } from 'node:util';
import { readLedger } from '../../desired/ledgerRecord.ts';
import { controllerOf } from '../../desired/ownership.ts';
import { freshElectionState, type ElectionState } from '../../election/electionState.ts';
import type { Ledger } from '../../election/ledger.ts';
import type { Change } from '../../kube/cache/change.ts';
import { sliceOf, type CachedObject } from '../cache/cachedObject.ts';
import { LostLedgers } from './lostLedgers.ts';

export interface ReconcileState {
  readonly electionState: ElectionState;
  /** The last valid ledger that was seen without a gap; undefined when terms may have been missed. */
  readonly ledger: Ledger | undefined;
  /** Nothing has been decided by this process yet, so what status reports of timers still counts. */
  readonly isFirst: boolean;
  readonly past: Past;
}

/**
 * Did anybody elect before? None: when this process looked first there was neither our Service nor a slice, and it has
 * written no slice since. Possible: one of them stood already, or a slice was deleted. A write of unknown outcome
 * changes nothing: what it has made will be seen, or seen deleted.
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
    // Nearly all are: ten thousand of them then share one.
    const isFresh = isDeepStrictEqual(electionState, freshElectionState);
    this.#byUid.set(uid, isFresh ? { ...reconcileState, electionState: freshElectionState } : reconcileState);
  }

  /** A write of the ledger may have been executed or not: what it was before is not the last one for sure any more. */
  doubt(uid: string): void {
    const known = this.#byUid.get(uid);
    if (known !== undefined) this.#byUid.set(uid, { ...known, ledger: undefined });
  }

  forget(uid: string): void {
    this.#byUid.delete(uid);
  }

  /**
   * A watch tells of a deleted slice with its last state, which is as good as the slice itself. A list only shows
   * that it is missing: who held which term in between is not known.
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
