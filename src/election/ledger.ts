// What the EndpointSlice records of an election: the term, its holder, and whether that is published.
// A term names one pod UID for ever; the holder stays when nothing is published any more.
import type { Cause } from '../api/causes.ts';
import type { PodIdentity } from './podView.ts';

export interface Ledger {
  /** 0 before the first election, then it only rises. */
  readonly term: number;
  /** Undefined only in term 0. */
  readonly holder: PodIdentity | undefined;
  /** Draining: nobody is published, so that what the holder was sent can end before `target` takes over. */
  readonly intent: 'Serving' | 'Empty' | 'Draining';
  /** Of the last change, as the three that follow. */
  readonly cause: Cause | undefined;
  readonly from: PodIdentity | undefined;
  /** Milliseconds since the epoch, to the microsecond, as are the other times. */
  readonly detectedMs: number | undefined;
  readonly electedMs: number | undefined;
  /** Of the last automatic election. */
  readonly automaticMs: number | undefined;
  /** Of the last switchover that was begun. */
  readonly requestID: string | undefined;
  /** Who is to take over; only while draining, as the deadline. */
  readonly target: PodIdentity | undefined;
  readonly drainDeadlineMs: number | undefined;
  /** `from` is to be deleted, now that the holder is published. */
  readonly demote: boolean;
}

export const emptyLedger: Ledger = {
  term: 0,
  holder: undefined,
  intent: 'Empty',
  cause: undefined,
  from: undefined,
  detectedMs: undefined,
  electedMs: undefined,
  automaticMs: undefined,
  requestID: undefined,
  target: undefined,
  drainDeadlineMs: undefined,
  demote: false,
};

/** It was emptied because the Service has another IP family: what follows is recorded elsewhere. */
export function isLeft({ intent, cause }: Ledger): boolean {
  return intent === 'Empty' && cause === 'FamilyChanged';
}

/** The pod that clients are sent to by this ledger. */
export function publishedBy(ledger: Ledger): PodIdentity | undefined {
  return ledger.intent === 'Serving' ? ledger.holder : undefined;
}

/** The pod whose place a new one takes. */
export function outgoingOf({ intent, holder }: Ledger): PodIdentity | undefined {
  return intent === 'Empty' ? undefined : holder;
}
