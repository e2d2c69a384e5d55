// Which version has the server reached, and did its data go back, as when etcd is restored from an older copy?
// A watch from a version that the server has not reached is silent until it gets there, and then misses what came before.
// A server tells of its version in bookmarks, about once a minute: after a long silence, or an outage, it is asked.
import type { Caller } from '../api/apiCall.ts';
import { listPages, type ListRequest } from '../api/pagedList.ts';
import { isNewer } from '../api/resourceVersion.ts';
import { objectKey } from '../resource.ts';
import { forEachYielding, yieldAfter } from '../timing/yield.ts';
import type { KubeObject } from '../wire.ts';
import type { Store, StoredObject } from './store.ts';

const SILENCE_MS = 60_000;

/** So many failures in a row take longer than a connection that is made anew; etcd is not restored faster. */
const OUTAGE_FAILURES = 3;

const DEADLINE_MS = 10_000;

interface ServerVersionOptions<T extends StoredObject> extends ListRequest<KubeObject> {
  readonly store: Store<T>;
}

export class ServerVersion<T extends StoredObject> {
  readonly #caller: Caller;
  readonly #store: Store<T>;
  readonly #request: ListRequest<KubeObject>;
  #latest = '';
  #toldMs: number;
  /** Since then. */
  #failures = 0;

  constructor(caller: Caller, { store, ...request }: ServerVersionOptions<T>) {
    this.#caller = caller;
    this.#store = store;
    this.#request = request;
    this.#toldMs = caller.clock.monotonicMs();
  }

  /** The latest that the server has told. */
  get latest(): string {
    return this.#latest;
  }

  tell(resourceVersion: string): void {
    this.#latest = resourceVersion;
    this.#hasTold();
  }

  /** From now on any version may be told. */
  forget(): void {
    this.#latest = '';
  }

  /** Whether a consistent list shows it: by its version, or by an object that is older than what we knew by then. */
  async wentBack(objects: readonly T[], listVersion: string): Promise<boolean> {
    let wentBack = isNewer(this.#latest, listVersion);
    if (this.#latest === '' || wentBack) return wentBack;
    await forEachYielding(objects, yieldAfter.versionChecks, ({ metadata }) => {
      const known = this.#store.get(objectKey(metadata))?.metadata.resourceVersion ?? '';
      wentBack ||= isNewer(known, metadata.resourceVersion) && !isNewer(known, listVersion);
    });
    return wentBack;
  }

  /** A watch could not be made, or broke. */
  failed(): void {
    this.#failures += 1;
  }

  /** Nothing was told of it for long, or there was an outage. */
  get isInDoubt(): boolean {
    return this.#failures >= OUTAGE_FAILURES || this.#caller.clock.monotonicMs() - this.#toldMs >= SILENCE_MS;
  }

  /** Asks whether the server has not reached this version. Without an answer that is not known: false. */
  async isBefore(resourceVersion: string, signal: AbortSignal): Promise<boolean> {
    const request = { ...this.#request, signal, limit: 1, deadlineMs: DEADLINE_MS };
    try {
      const { value: page } = await listPages<KubeObject>(this.#caller, request).next();
      this.#hasTold();
      return page !== undefined && isNewer(resourceVersion, page.resourceVersion);
    } catch {
      // It is asked again after the next silence or failure.
      return false;
    }
  }

  #hasTold(): void {
    this.#toldMs = this.#caller.clock.monotonicMs();
    this.#failures = 0;
  }
}
