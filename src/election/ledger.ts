// What the EndpointSlice records of an election: the term, its holder, and whether he is published.
// A term names one pod UID for ever; the holder stays when nothing is published any more.
import type { Cause } from '../api/causes.ts';
import type { PodIdentity } from './podView.ts';

export interface Ledger {
  /** 0 before the first election, then it only rises. */
  readonly term: number;
  /** Undefined only in term 0. */
  readonly holder: PodIdentity | undefined;
  readonly intent: 'Serving' | 'Empty';
  /** Of the last change; the four that follow describe the same change. */
  readonly cause: Cause | undefined;
  readonly from: PodIdentity | undefined;
  /** Milliseconds since the epoch, to the microsecond. */
  readonly detectedMs: number | undefined;
  readonly electedMs: number | undefined;
}

export const emptyLedger: Ledger = {
  term: 0,
  holder: undefined,
  intent: 'Empty',
  cause: undefined,
  from: undefined,
  detectedMs: undefined,
  electedMs: undefined,
};

/** The pod that clients are sent to by this ledger. */
export function publishedBy(ledger: Ledger): PodIdentity | undefined {
  return ledger.intent === 'Serving' ? ledger.holder : undefined;
}
