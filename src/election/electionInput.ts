// The only input of the state machine: everything that a decision depends on, time included.
import type { Ledger } from './ledger.ts';
import type { ElectionState } from './electionState.ts';
import type { NodesInput } from './nodes.ts';
import type { Now } from './now.ts';
import type { PodView } from './podView.ts';
import type { Policy } from './policy.ts';
import type { RequestedSwitchover } from './switchoverRequest.ts';

/** Timers that an earlier process reported in the status; times in milliseconds since the epoch. */
export interface Reported {
  /** `status.failover`: since when the active has been impaired, and whether it was not ready. */
  readonly failover: { readonly sinceMs: number; readonly isNotReady: boolean } | undefined;
  /** `status.preemption`: the better pod, and since when it has been eligible. */
  readonly preemption: { readonly uid: string; readonly sinceMs: number } | undefined;
}

export interface SwitchoverInput {
  readonly request: RequestedSwitchover | undefined;
  /** The last request that the status reports as completed or rejected. */
  readonly endedRequestID: string | undefined;
  readonly handledRequestIDs: readonly string[];
}

export interface ElectionInput {
  readonly ledger: Ledger;
  /** The slice lists no address, or only those of running pods. */
  readonly isListingAlive: boolean;
  /** The next term exceeds this one even if the ledger's is lower: unrecorded terms may have been used. */
  readonly termFloor: number;
  /** Why the recorded holder must be re-elected: the record was restored, or comes from another slice or object. */
  readonly renewal: 'LedgerRestored' | 'FamilyChanged' | 'Adopted' | undefined;
  /**
   * No new term may be used: the status lags so far behind that a crash could repeat a term, or a fact that elections
   * depend on is unknown.
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
  /** When the change that caused this step was seen, in milliseconds since the epoch. */
  readonly noticedMs: number;
  readonly now: Now;
}
