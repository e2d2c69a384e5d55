// The Lease as last seen, and when it may be acquired: when its spec has not changed for the holder's lease duration by
// our own monotonic clock. A deleted Lease must expire, too: its holder may not know of the deletion.
import { isDeepStrictEqual } from 'node:util';
import { isNewer } from '../api/resourceVersion.ts';
import { durationMsOf, holderOf, type Lease, type LeaseSpec } from './lease.ts';

export class LeaseView {
  readonly #defaultDurationMs: number;
  /** The stored object; undefined: there is none. */
  #lease: Lease | undefined;
  #version = '';
  /** The last spec that was seen, and when it was first seen. */
  #spec: LeaseSpec | undefined;
  #sinceMs = -Infinity;
  #isRestored = false;

  constructor(defaultDurationMs: number) {
    this.#defaultDurationMs = defaultDurationMs;
  }

  get lease(): Lease | undefined {
    return this.#lease;
  }

  get holder(): string {
    return holderOf(this.#lease?.spec);
  }

  get version(): string {
    return this.#version;
  }

  /**
   * The API server's data went back, and the Lease was not written since: another process may have acquired it in the
   * lost history, whichever holder it names.
   */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  /** The server's data went back: accepts the next version, however old, and counts its duration from then. */
  resetAfterRollback(): void {
    this.#version = '';
    this.#isRestored = true;
  }

  /** Ignores older versions: the watch may lag behind the responses to our own writes. */
  see(lease: Lease, nowMs: number): void {
    const version = lease.metadata?.resourceVersion ?? '';
    if (!isNewer(version, this.#version)) return;
    const isFirst = this.#version === '';
    if (!isFirst) this.#isRestored = false;
    this.#version = version;
    this.#lease = lease;
    if (!isFirst && isDeepStrictEqual(lease.spec, this.#spec)) return;
    this.#spec = lease.spec ?? {};
    this.#sinceMs = nowMs;
  }

  /** The Lease does not exist, or the given version of it was deleted. */
  seeGone(version = this.#version): void {
    if (isNewer(this.#version, version)) return;
    // After a rollback this may be a version from before it.
    if (this.#version !== '') this.#version = version;
    this.#lease = undefined;
  }

  /** When another process may acquire the Lease, in monotonic ms. */
  get freeFromMs(): number {
    if (this.#spec === undefined || holderOf(this.#spec) === '') return -Infinity;
    return this.#sinceMs + durationMsOf(this.#spec, this.#defaultDurationMs);
  }
}
