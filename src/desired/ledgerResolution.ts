// Chooses the ledger to continue from when the slice, the status and this process's memory disagree or are missing.
import { emptyLedger, isLeft, type Ledger } from '../election/ledger.ts';
import type { ElectionInput } from '../election/electionInput.ts';
import type { PodIdentity } from '../election/podView.ts';
import { readLedger, readTerm, type EndpointSlice } from './ledgerRecord.ts';

/** How far the ledger's term may be ahead of the status's. */
export const MAX_STATUS_LAG = 100;

export interface LedgerEvidence {
  readonly slice: EndpointSlice | undefined;
  /** The slice was left by an earlier object and is not yet owned by this one. */
  readonly adopted: boolean;
  readonly status: { readonly term: number; readonly holder: PodIdentity | undefined } | undefined;
  /** The last valid ledger that this process saw, without a gap since; its terms are certain. */
  readonly lastSeen: Ledger | undefined;
  /** The Service existed before this process: an earlier one may have held elections whose records are lost. */
  readonly mayHavePast: boolean;
}

export interface LedgerResolution extends Pick<ElectionInput, 'ledger' | 'termFloor' | 'renewal' | 'electionsBlocked'> {
  /** The slice exists, but its ledger is refused. */
  readonly isDamaged: boolean;
}

/**
 * Guarantees:
 * - A term is never given to two pods. Where the last term is unknown, the status's pod gets the one that is 100
 *   above.
 * - Elections are blocked before the status lags 100 terms behind, so that a restored term is always unused.
 * - A slice is refused when it is behind the status or this process, or more than 100 terms ahead.
 * Caveats:
 * - Without slice and status the past is unknown: if there may have been one, the next term starts above 100.
 */
export function resolveLedger(evidence: LedgerEvidence): LedgerResolution {
  const { slice, adopted } = evidence;
  const recorded = slice && readLedger(slice);
  if (recorded !== undefined && isBelievable(recorded, evidence)) {
    return {
      ledger: recorded,
      termFloor: 0,
      renewal: adopted ? 'Adopted' : isLeft(recorded) ? 'FamilyChanged' : undefined,
      electionsBlocked: !adopted && lags(recorded, evidence),
      isDamaged: false,
    };
  }
  return { ...restored(evidence), isDamaged: slice !== undefined };
}

function isBelievable(ledger: Ledger, { status, lastSeen }: LedgerEvidence): boolean {
  const known = Math.max(status?.term ?? 0, lastSeen?.term ?? 0);
  if (known > 0 && ledger.term > known + MAX_STATUS_LAG) return false;
  return isNotBehind(ledger, status) && isNotBehind(ledger, lastSeen);
}

interface KnownTerm {
  readonly term: number;
  readonly holder: PodIdentity | undefined;
}

function isNotBehind(ledger: Ledger, known: KnownTerm | undefined): boolean {
  if (known === undefined || ledger.term > known.term) return true;
  return ledger.term === known.term && ledger.holder?.uid === known.holder?.uid;
}

function restored(evidence: LedgerEvidence): Omit<LedgerResolution, 'isDamaged'> {
  const { status, lastSeen } = evidence;
  if (lastSeen !== undefined && isNotBehind(lastSeen, status)) {
    const electionsBlocked = lags(lastSeen, evidence);
    return { ledger: lastSeen, termFloor: 0, renewal: undefined, electionsBlocked };
  }
  if (status !== undefined) {
    // However often it is restored, this term belongs to the same pod, until the status has it, too.
    const ledger: Ledger = { ...emptyLedger, term: status.term + MAX_STATUS_LAG, holder: status.holder };
    return { ledger, termFloor: 0, renewal: 'LedgerRestored', electionsBlocked: true };
  }
  return { ledger: emptyLedger, termFloor: unreportedTerms(evidence), renewal: undefined, electionsBlocked: false };
}

/** The highest term that may have been used without a status. A damaged slice shows that there were elections. */
function unreportedTerms({ slice, mayHavePast }: LedgerEvidence): number {
  if (slice !== undefined) return (readTerm(slice) ?? 0) + MAX_STATUS_LAG;
  return mayHavePast ? MAX_STATUS_LAG : 0;
}

/** The next term could be that of a restored ledger. */
function lags(ledger: Ledger, { status }: LedgerEvidence): boolean {
  return ledger.term + 1 >= (status?.term ?? 0) + MAX_STATUS_LAG;
}
