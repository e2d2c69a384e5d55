// A law: something that must be true of each reconcile of the walk.
import type { Ledger } from '../../src/election/ledger.ts';
import type { Cause } from '../../src/api/causes.ts';
import { slotOf, wordOf } from './identity.ts';
import type { Reconcile } from './reconcile.ts';
import type { Slot } from './state.ts';

export interface Law {
  readonly name: string;
  readonly isBroken: (reconcile: Reconcile) => boolean;
}

export function ledgersOf({ sight, step }: Reconcile): { readonly before: Ledger; readonly after: Ledger } {
  return { before: sight.resolution.ledger, after: step.ledger };
}

/** The cause of the election of this step; undefined without one. */
export function electionOf({ step: { transition } }: Reconcile): Cause | undefined {
  return transition?.to === undefined ? undefined : transition.cause;
}

/** The record of the holder was adopted or restored, and its pod is elected again. */
export function isRenewal(cause: Cause | undefined): boolean {
  return cause === 'Adopted' || cause === 'LedgerRestored';
}

/** The pod that is published after the step. */
export function publishedSlot({ step: { ledger } }: Reconcile): Slot | undefined {
  return ledger.intent === 'Serving' ? slotOf(wordOf(ledger.holder?.uid)) : undefined;
}

/** A pod was published in a record of our own. */
export function wasServing({ state }: Reconcile): boolean {
  return state.slice === 'own' && state.intent === 'Serving';
}
