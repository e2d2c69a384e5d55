// A change of the published pod, as the ledger records it.
import type { Cause } from '../api/causes.ts';
import { publishedBy, type Ledger } from './ledger.ts';
import type { PodIdentity } from './podView.ts';

/** `to` is undefined when no pod is published any more. */
export interface LedgerTransition {
  readonly term: number;
  readonly cause: Cause;
  readonly from: PodIdentity | undefined;
  readonly to: PodIdentity | undefined;
  /** The pod that takes over once `from` is drained. */
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

/** No pod was published or withdrawn between the two. */
export function isSamePublication(one: Ledger, other: Ledger): boolean {
  return one.term === other.term && publishedBy(one)?.uid === publishedBy(other)?.uid;
}
