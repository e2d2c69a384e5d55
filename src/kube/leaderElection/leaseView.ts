// What is known of the Lease, and from when on may it be taken?
// A Lease has expired when its record has not changed for the holder's lease duration while we looked, by our own
// monotonic clock. That stays so for a Lease that somebody deletes: its holder may not know yet.
import { isDeepStrictEqual } from 'node:util';
import { isNewer } from '../api/resourceVersion.ts';
import { durationMsOf, holderOf, type Lease, type LeaseSpec } from './lease.ts';

export class LeaseView {
  readonly #defaultDurationMs: number;
  /** As it is stored now; undefined: there is none. */
  #lease: Lease | undefined;
  #version = '';
  /** The last that was seen, and when it was first seen so. */
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
   * Its data went back, and nothing was written since: somebody else may have held it in what is forgotten, whosever name
   * is in it.
   */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  /** The server's data went back: what is seen next is believed, and counts from then. */
  startAnew(): void {
    this.#version = '';
    this.#isRestored = true;
  }

  /** Older news than what is known is passed over: a watch may lag behind the answers to our own writes. */
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

  /** There is none, or that version of it is gone. */
  seeGone(version = this.#version): void {
    if (isNewer(this.#version, version)) return;
    // After a rollback that may be a version from before it.
    if (this.#version !== '') this.#version = version;
    this.#lease = undefined;
  }

  /** Monotonic time. */
  get freeFromMs(): number {
    if (this.#spec === undefined || holderOf(this.#spec) === '') return -Infinity;
    return this.#sinceMs + durationMsOf(this.#spec, this.#defaultDurationMs);
  }
}
