// The record of the election in the EndpointSlice: the term, its holder, and whether the holder is published.
// A term belongs to one pod UID for ever; the holder stays recorded when it is not published any more.
import type { Cause } from '../api/causes.ts';
import type { PodIdentity } from './podView.ts';

export interface Ledger {
  /** 0 before the first election; never decreases. */
  readonly term: number;
  /** Undefined only in term 0. */
  readonly holder: PodIdentity | undefined;
  /** Draining: no pod is published, so that the holder can finish its connections before `target` takes over. */
  readonly intent: 'Serving' | 'Empty' | 'Draining';
  /** Of the last change, as are the three that follow. */
  readonly cause: Cause | undefined;
  readonly from: PodIdentity | undefined;
  /** Milliseconds since the epoch, with microseconds as a fraction, as all times here. */
  readonly detectedMs: number | undefined;
  readonly electedMs: number | undefined;
  /** Of the last automatic election. */
  readonly automaticMs: number | undefined;
  /** Of the last switchover that was started. */
  readonly requestID: string | undefined;
  /** The pod that will take over; set only while draining, as is the deadline. */
  readonly target: PodIdentity | undefined;
  readonly drainDeadlineMs: number | undefined;
  /** Delete `from` once the holder is published. */
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

/** Emptied because the Service has another IP family: the election continues in another slice. */
export function isLeft({ intent, cause }: Ledger): boolean {
  return intent === 'Empty' && cause === 'FamilyChanged';
}

/** The pod that receives traffic according to this ledger; undefined when none does. */
export function publishedBy(ledger: Ledger): PodIdentity | undefined {
  return ledger.intent === 'Serving' ? ledger.holder : undefined;
}

/** The pod that the next election replaces; undefined when there is none. */
export function outgoingOf({ intent, holder }: Ledger): PodIdentity | undefined {
  return intent === 'Empty' ? undefined : holder;
}
