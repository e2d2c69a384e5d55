// Keeps the ledgers from before a rollback of the server's data. Their terms were given out and are not given again:
// what this process saw last takes precedence over an older copy.
import { readLedger } from '../../desired/ledgerRecord.ts';
import type { Ledger } from '../../election/ledger.ts';
import { sliceOf } from '../cache/cachedObject.ts';
import { ownSlicesOf, type Caches } from '../cache/caches.ts';

export class LostLedgers {
  /** By the UID of the ActiveStandbyService. */
  readonly #byUid = new Map<string, Ledger>();

  /** Must be called before the older copy is read into the caches. */
  keep({ asvcs, slices }: Pick<Caches, 'asvcs' | 'slices'>): void {
    for (const asvc of asvcs.values()) {
      const { uid } = asvc.metadata;
      const ledgers = ownSlicesOf(asvc, slices)
        .map((slice) => readLedger(sliceOf(slice.parse())))
        .filter((ledger) => ledger !== undefined);
      for (const ledger of ledgers) {
        if (ledger.term >= (this.#byUid.get(uid)?.term ?? 0)) this.#byUid.set(uid, ledger);
      }
    }
  }

  of(uid: string): Ledger | undefined {
    return this.#byUid.get(uid);
  }

  forget(uid: string): void {
    this.#byUid.delete(uid);
  }
}
