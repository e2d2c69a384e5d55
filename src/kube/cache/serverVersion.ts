// Tracks the resourceVersion of the server, and detects a rollback of its data, as when etcd is restored from a backup.
// A watch from a version that the server has not reached is silent until it gets there, and misses earlier changes.
// Bookmarks carry the server's version about once a minute; after a long silence, or an outage, it is requested.
import type { Caller } from '../api/apiCall.ts';
import { listPages, type ListRequest } from '../api/pagedList.ts';
import { isNewer } from '../api/resourceVersion.ts';
import { objectKey } from '../resource.ts';
import { forEachYielding, yieldAfter } from '../timing/yield.ts';
import type { KubeObject } from '../wire.ts';
import type { Store, StoredObject } from './store.ts';

const SILENCE_MS = 60_000;

/** This many failures in a row take longer than a reconnect; etcd is not restored faster. */
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
  #heardMs: number;
  /** Failed watches since #heardMs. */
  #failures = 0;

  constructor(caller: Caller, { store, ...request }: ServerVersionOptions<T>) {
    this.#caller = caller;
    this.#store = store;
    this.#request = request;
    this.#heardMs = caller.clock.monotonicMs();
  }

  /** The latest version received; empty when any version is accepted. */
  get latest(): string {
    return this.#latest;
  }

  /** A list, an event or a bookmark with this version was received. */
  received(resourceVersion: string): void {
    this.#latest = resourceVersion;
    this.#heard();
  }

  /** Accepts any version next, also a lower one. */
  forget(): void {
    this.#latest = '';
  }

  /** Whether a consistent list shows a rollback: its version, or an object, is older than what was known by then. */
  async wentBack(objects: readonly T[], listVersion: string): Promise<boolean> {
    let wentBack = isNewer(this.#latest, listVersion);
    if (this.#latest === '' || wentBack) return wentBack;
    await forEachYielding(objects, yieldAfter.versionChecks, ({ metadata }) => {
      const known = this.#store.get(objectKey(metadata))?.metadata.resourceVersion ?? '';
      wentBack ||= isNewer(known, metadata.resourceVersion) && !isNewer(known, listVersion);
    });
    return wentBack;
  }

  /** A watch was refused or broke. */
  failed(): void {
    this.#failures += 1;
  }

  /** Whether no version was received for 60 s, or there was an outage. */
  get isInDoubt(): boolean {
    return this.#failures >= OUTAGE_FAILURES || this.#caller.clock.monotonicMs() - this.#heardMs >= SILENCE_MS;
  }

  /** Asks the server whether it is behind this version; false when the request fails. */
  async isBefore(resourceVersion: string, signal: AbortSignal): Promise<boolean> {
    const request = { ...this.#request, signal, limit: 1, deadlineMs: DEADLINE_MS };
    try {
      const { value: page } = await listPages<KubeObject>(this.#caller, request).next();
      this.#heard();
      return page !== undefined && isNewer(resourceVersion, page.resourceVersion);
    } catch {
      // Asked again after the next silence or failure.
      return false;
    }
  }

  #heard(): void {
    this.#heardMs = this.#caller.clock.monotonicMs();
    this.#failures = 0;
  }
}
