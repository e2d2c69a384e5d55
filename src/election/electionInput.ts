// The one input of the machine: everything a decision depends on, time included.
import type { Ledger } from './ledger.ts';
import type { ElectionState } from './electionState.ts';
import type { NodesInput } from './nodes.ts';
import type { Now } from './now.ts';
import type { PodView } from './podView.ts';
import type { Policy } from './policy.ts';
import type { RequestedSwitchover } from './switchoverRequest.ts';

/** Timers that an earlier process reported in the status; times in milliseconds since the epoch. */
export interface Reported {
  /** `status.failover`: since when something has been wrong with the active, and whether that was its readiness. */
  readonly failover: { readonly sinceMs: number; readonly isNotReady: boolean } | undefined;
  /** `status.preemption`: since when this pod has been eligible. */
  readonly preemption: { readonly uid: string; readonly sinceMs: number } | undefined;
}

export interface SwitchoverInput {
  readonly request: RequestedSwitchover | undefined;
  /** The last request of which the status tells the end. */
  readonly endedRequestID: string | undefined;
  readonly handledRequestIDs: readonly string[];
}

export interface ElectionInput {
  readonly ledger: Ledger;
  /** The slice lists the address of a pod that lives, or nothing at all. */
  readonly isListingAlive: boolean;
  /** The next term is above this one even if the ledger's is lower: others may have been given out. */
  readonly termFloor: number;
  /** The recorded holder must be elected anew, in a term of its own, because the record came from elsewhere. */
  readonly renewal: 'LedgerRestored' | 'FamilyChanged' | 'Adopted' | undefined;
  /**
   * No term may be given out: the status lags so far behind that a crash could repeat one, or something that an election
   * depends on is not known.
   */
  readonly electionsBlocked: boolean;
  readonly policy: Policy;
  readonly switchover: SwitchoverInput;
  /** Every pod that the selector matches. */
  readonly pods: readonly PodView[];
  /** The pod with the holder's UID, selected or not. */
  readonly holder: PodView | undefined;
  readonly nodes: NodesInput;
  readonly reported: Reported | undefined;
  readonly electionState: ElectionState;
  /** When the news that led to this input arrived, in milliseconds since the epoch. */
  readonly noticedMs: number;
  readonly now: Now;
}
