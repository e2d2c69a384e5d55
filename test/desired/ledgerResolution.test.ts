// The resolved ledger for every combination of slice, status and memory.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_STATUS_LAG, resolveLedger, type LedgerEvidence } from '../../src/desired/ledgerResolution.ts';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { publishedBy } from '../../src/election/ledger.ts';
import { emptied, serving } from '../support/election/electionInputs.ts';
import { pod } from '../support/election/pods.ts';
import { sliceOf, withRecord, withTerm } from '../support/objects/slices.ts';

const [a, b] = [pod('a'), pod('b')];
const nothing: LedgerEvidence = {
  slice: undefined,
  adopted: false,
  status: undefined,
  lastSeen: undefined,
  mayHavePast: false,
};

function status(term: number, of = a): LedgerEvidence['status'] {
  return { term, holder: { name: of.metadata.name, uid: of.metadata.uid } };
}

/** "a@3", "-@103 LedgerRestored held damaged" */
function resolved(change: Partial<LedgerEvidence>): string {
  const { ledger, termFloor, renewal, electionsBlocked, isDamaged } = resolveLedger({ ...nothing, ...change });
  const facts = [
    `${publishedBy(ledger)?.name ?? '-'}@${ledger.term}`,
    ...(termFloor === 0 ? [] : [`above ${termFloor}`]),
    ...(renewal === undefined ? [] : [renewal]),
    ...(electionsBlocked ? ['held'] : []),
    ...(isDamaged ? ['damaged'] : []),
  ];
  return facts.join(' ');
}

describe('a valid slice', () => {
  test.each<[string, Partial<LedgerEvidence>, string]>([
    ['is trusted when nothing else is known', { slice: sliceOf(serving(a, 3)) }, 'a@3'],
    ['is trusted when it says what the status says', { slice: sliceOf(serving(a, 3)), status: status(3) }, 'a@3'],
    ['is trusted when the status lags', { slice: sliceOf(serving(b, 5)), status: status(3) }, 'b@5'],
    [
      'is trusted when it is newer than what is remembered',
      { slice: sliceOf(serving(b, 4)), lastSeen: serving(a, 3) },
      'b@4',
    ],
    [
      'is trusted when it is emptied',
      { slice: sliceOf(emptied(a, 3)), status: status(3), lastSeen: serving(a, 3) },
      '-@3',
    ],
    ['is adopted', { slice: sliceOf(serving(a, 900)), adopted: true }, 'a@900 Adopted'],
    [
      'allows elections until the next term would be 100 above the status',
      { slice: sliceOf(serving(b, 101)), status: status(3) },
      'b@101',
    ],
    ['holds elections then', { slice: sliceOf(serving(b, 102)), status: status(3) }, 'b@102 held'],
    [
      'is trusted up to 100 terms above the status',
      { slice: sliceOf(serving(b, 103)), status: status(3) },
      'b@103 held',
    ],
    [
      'is trusted up to 100 terms above what is remembered',
      { slice: sliceOf(serving(b, 150)), status: status(3), lastSeen: serving(a, 60) },
      'b@150 held',
    ],
    ['blocks elections while the first term is not reported at all', { slice: sliceOf(serving(a, 99)) }, 'a@99 held'],
  ])('%s', (_, evidence, expected) => {
    expect(resolved(evidence)).toBe(expected);
  });
});

describe('a slice that is missing, damaged or not trusted', () => {
  test.each<[string, Partial<LedgerEvidence>, string]>([
    ['before the first election', {}, '-@0'],
    ['where unreported elections are possible, is followed by term 101', { mayHavePast: true }, '-@0 above 100'],
    [
      'is restored from the status although unreported elections are possible',
      { status: status(3), mayHavePast: true },
      '-@103 LedgerRestored held',
    ],
    [
      'is restored from memory although unreported elections are possible',
      { lastSeen: serving(b, 5), mayHavePast: true },
      'b@5',
    ],
    ['is restored from memory', { status: status(3), lastSeen: serving(b, 5) }, 'b@5'],
    [
      'is restored from memory while elections are blocked',
      { status: status(3), lastSeen: serving(b, 102) },
      'b@102 held',
    ],
    ['is restored from the status, 100 terms higher', { status: status(3) }, '-@103 LedgerRestored held'],
    [
      'is restored from a status with a higher term than the memory',
      { status: status(5), lastSeen: serving(b, 4) },
      '-@105 LedgerRestored held',
    ],
    [
      'has no holder',
      { slice: withRecord(sliceOf(serving(a, 3)), '{}'), status: status(3) },
      '-@103 LedgerRestored held damaged',
    ],
    [
      'has a term that is too large',
      { slice: withTerm(sliceOf(serving(a, 3)), '104'), status: status(3) },
      '-@103 LedgerRestored held damaged',
    ],
    ['is behind the status', { slice: sliceOf(serving(a, 3)), status: status(4) }, '-@104 LedgerRestored held damaged'],
    [
      'is behind the last seen ledger',
      { slice: sliceOf(serving(a, 3)), status: status(3), lastSeen: serving(b, 4) },
      'b@4 damaged',
    ],
    [
      'gives the status’s term to another pod',
      { slice: sliceOf(serving(b, 3)), status: status(3) },
      '-@103 LedgerRestored held damaged',
    ],
    [
      'gives the remembered term to another pod',
      { slice: sliceOf(serving(b, 3)), status: status(2), lastSeen: serving(a, 3) },
      'a@3 damaged',
    ],
    [
      'raises the term by 100 when only its term can be read',
      { slice: withRecord(sliceOf(serving(a, 7)), '{}') },
      '-@0 above 107 damaged',
    ],
    [
      'shows that there were terms even when its term is invalid',
      { slice: withTerm(sliceOf(serving(a, 7)), 'x') },
      '-@0 above 100 damaged',
    ],
  ])('%s', (_, evidence, expected) => {
    expect(resolved(evidence)).toBe(expected);
  });
});

const anyTerm = fc.integer({ min: 1, max: 300 });
const anyLedger = fc
  .tuple(anyTerm, fc.constantFrom(a, b), fc.boolean())
  .map(([term, of, isServing]) => (isServing ? serving(of, term) : emptied(of, term)));
const anySlice: fc.Arbitrary<EndpointSlice> = fc.oneof(
  anyLedger.map(sliceOf),
  anyLedger.map((ledger) => withRecord(sliceOf(ledger), 'nonsense')),
);

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

const anyEvidence: fc.Arbitrary<LedgerEvidence> = fc.record({
  slice: optional(anySlice),
  adopted: fc.constantFrom(false, false, true),
  status: optional(fc.tuple(anyTerm, fc.constantFrom(a, b)).map(([term, of]) => status(term, of))),
  lastSeen: optional(anyLedger),
  mayHavePast: fc.boolean(),
});

function expectAlways(holds: (evidence: LedgerEvidence) => boolean): void {
  expect(() => fc.assert(fc.property(anyEvidence, holds), { numRuns: 5000 })).not.toThrow();
}

describe('for any evidence', () => {
  test('no term is below that of status or memory', () => {
    expectAlways((evidence) => {
      const known = Math.max(evidence.status?.term ?? 0, evidence.lastSeen?.term ?? 0);
      return resolveLedger(evidence).ledger.term >= known;
    });
  });

  test('the next term has not been given to any pod', () => {
    expectAlways((evidence) => {
      const { ledger, termFloor, electionsBlocked, renewal } = resolveLedger(evidence);
      const reported = evidence.status?.term ?? 0;
      const isSafe = Math.max(ledger.term, termFloor) + 1 < reported + MAX_STATUS_LAG;
      return isSafe || electionsBlocked || renewal === 'Adopted' || evidence.status === undefined;
    });
  });

  test('a restored record names the pod of the status and publishes no pod by itself', () => {
    expectAlways((evidence) => {
      const { ledger, renewal } = resolveLedger(evidence);
      if (renewal !== 'LedgerRestored') return true;
      return ledger.holder?.uid === evidence.status?.holder?.uid && publishedBy(ledger) === undefined;
    });
  });

  test('a resolved ledger that is written is trusted the next time', () => {
    expectAlways((evidence) => {
      const first = resolveLedger(evidence);
      if (first.ledger.term === 0) return true;
      const again = resolveLedger({ ...evidence, slice: sliceOf(first.ledger), adopted: false });
      return !again.isDamaged && again.ledger.term === first.ledger.term && again.renewal === undefined;
    });
  });

  test('a first term is above all terms that may have been given out without a status', () => {
    expectAlways((evidence) => {
      const { slice, status, lastSeen, mayHavePast } = evidence;
      const isLost = mayHavePast && slice === undefined && status === undefined && lastSeen === undefined;
      const { ledger, termFloor } = resolveLedger(evidence);
      if (!isLost) return true;
      const atTheEnd = sliceOf(serving(a, MAX_STATUS_LAG - 1));
      const couldGoOn = !resolveLedger({ ...evidence, adopted: false, slice: atTheEnd }).electionsBlocked;
      return ledger.term === 0 && termFloor + 1 > MAX_STATUS_LAG && !couldGoOn;
    });
  });
});
