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

/** Why somebody new is published by this step; undefined when nobody is. */
export function electionOf({ step: { transition } }: Reconcile): Cause | undefined {
  return transition?.to === undefined ? undefined : transition.cause;
}

/** The record of the holder came from elsewhere, and it is elected as the one that is recorded. */
export function isRenewal(cause: Cause | undefined): boolean {
  return cause === 'Adopted' || cause === 'LedgerRestored';
}

/** Whom the step leaves published. */
export function publishedSlot({ step: { ledger } }: Reconcile): Slot | undefined {
  return ledger.intent === 'Serving' ? slotOf(wordOf(ledger.holder?.uid)) : undefined;
}

/** Somebody was published in a record of our own. */
export function wasServing({ state }: Reconcile): boolean {
  return state.slice === 'own' && state.intent === 'Serving';
}
