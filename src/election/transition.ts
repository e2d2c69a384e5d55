// A change of who is published, as the ledger tells it.
import type { Cause } from '../api/causes.ts';
import { publishedBy, type Ledger } from './ledger.ts';
import type { PodIdentity } from './podView.ts';

/** `to` is undefined when nobody is published any more. */
export interface LedgerTransition {
  readonly term: number;
  readonly cause: Cause;
  readonly from: PodIdentity | undefined;
  readonly to: PodIdentity | undefined;
  /** Whoever takes over once `from` is drained. */
  readonly next: PodIdentity | undefined;
  /** Milliseconds since the epoch. */
  readonly detectedMs: number | undefined;
  readonly electedMs: number | undefined;
}

/** The last change that a ledger records; undefined before the first election. */
export function transitionOf(ledger: Ledger): LedgerTransition | undefined {
  const { term, cause, from, target, detectedMs, electedMs } = ledger;
  return cause && { term, cause, from, to: publishedBy(ledger), next: target, detectedMs, electedMs };
}

/** Nobody new is published, nor is anybody taken out. */
export function isSamePublication(one: Ledger, other: Ledger): boolean {
  return one.term === other.term && publishedBy(one)?.uid === publishedBy(other)?.uid;
}
