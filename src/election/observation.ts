// The one input of the machine: everything a decision depends on, time included.
import type { Cause } from '../api/causes.ts';
import type { Ledger } from './ledger.ts';
import type { Memory } from './memory.ts';
import type { NodesObservation } from './nodes.ts';
import type { PodView } from './podView.ts';
import type { Policy } from './policy.ts';

export interface Now {
  /** Milliseconds since the epoch. */
  readonly wallMs: number;
  /** Milliseconds since some fixed moment of this process. */
  readonly monotonicMs: number;
}

/** A failover that an earlier process reported as pending in `status.failover`. */
export interface ReportedFailover {
  readonly cause: Cause;
  readonly detectedMs: number;
  readonly delayMs: number;
}

export interface Observation {
  readonly ledger: Ledger;
  /** The slice lists the address of a pod that lives, or nothing at all. */
  readonly isListingAlive: boolean;
  /** The next term is above this one even if the ledger's is lower: others may have been given out. */
  readonly termFloor: number;
  /** The recorded holder must be elected anew, in a term of its own, because the record came from elsewhere. */
  readonly renewal: 'LedgerRestored' | 'Adopted' | undefined;
  /** No term may be given out: the status lags so far behind that a crash could repeat one. */
  readonly electionsHeld: boolean;
  readonly policy: Policy;
  /** Every pod that the selector matches. */
  readonly pods: readonly PodView[];
  /** The pod with the holder's UID, selected or not. */
  readonly holder: PodView | undefined;
  readonly nodes: NodesObservation;
  readonly reported: ReportedFailover | undefined;
  readonly memory: Memory;
  /** When the news that led to this observation arrived, in milliseconds since the epoch. */
  readonly noticedMs: number;
  readonly now: Now;
}
