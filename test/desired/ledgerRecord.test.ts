import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { causes, isCause } from '../../src/api/causes.ts';
import { ledgerAnnotations, readLedger, readTerm, type EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import type { Ledger } from '../../src/election/ledger.ts';
import { emptied, serving } from '../support/election/electionInputs.ts';
import { pod, START_MS } from '../support/election/pods.ts';
import { sliceOf, withRecord, withTerm } from '../support/objects/slices.ts';

const a = pod('a');
const whole: Ledger = {
  ...serving(a, 7),
  cause: 'PodNotReady',
  from: { name: 'b', uid: 'b-uid' },
  detectedMs: START_MS + 0.125,
  electedMs: START_MS + 1,
};
const sound = sliceOf(whole);
const draining: Ledger = {
  ...serving(a, 7),
  intent: 'Draining',
  cause: 'Switchover',
  electedMs: START_MS,
  automaticMs: START_MS - 5000,
  requestID: 'r1',
  target: { name: 'b', uid: 'b-uid' },
  drainDeadlineMs: START_MS + 30_000,
};

const anyIdentity = fc.record({
  name: fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?(\.[a-z0-9]{1,9}){0,3}$/)),
  uid: fc.stringMatching(/^[A-Za-z0-9][-A-Za-z0-9_.]{0,127}$/),
});
const anyMs = fc.option(
  fc.integer({ min: 0, max: START_MS * 1000 }).map((microseconds) => microseconds / 1000),
  { nil: undefined },
);
const anyLedger: fc.Arbitrary<Ledger> = fc.record({
  term: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1_000_000 }),
  holder: anyIdentity,
  intent: fc.constantFrom('Serving' as const, 'Empty' as const),
  cause: fc.option(fc.constantFrom(...Object.keys(causes)).filter(isCause), { nil: undefined }),
  from: fc.option(anyIdentity, { nil: undefined }),
  detectedMs: anyMs,
  electedMs: anyMs,
  automaticMs: anyMs,
  requestID: fc.option(fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.:]{0,61}[A-Za-z0-9])?$/), { nil: undefined }),
  target: fc.option(anyIdentity, { nil: undefined }),
  drainDeadlineMs: anyMs,
  demote: fc.boolean(),
});

/** Times are compared as they are written: to the microsecond. */
function expectReadAsWritten(ledger: Ledger): void {
  const read = readLedger(sliceOf(ledger));
  expect(read).toMatchObject({ term: ledger.term, holder: ledger.holder, intent: ledger.intent });
  expect(read && ledgerAnnotations(read)).toEqual(ledgerAnnotations(ledger));
}

const anyText = fc.oneof(fc.string(), fc.json(), fc.constantFrom('['.repeat(100_000), '{"a":'.repeat(50_000)));
const anyTerm = fc.oneof(fc.string(), fc.nat().map(String));

function expectNoError(term: string, text: string): void {
  expect(() => readLedger(withTerm(withRecord(sound, text), term))).not.toThrow();
}

describe('a written ledger', () => {
  test('is read back unchanged', () => {
    expectReadAsWritten(whole);
    expectReadAsWritten(emptied(a, 7));
    expectReadAsWritten(draining);
    expectReadAsWritten({ ...whole, demote: true });
    expect(() => fc.assert(fc.property(anyLedger, expectReadAsWritten), { numRuns: 1000 })).not.toThrow();
  });

  test('takes at most 2 KiB, however long the names are', () => {
    const long = { name: 'n'.repeat(253), uid: 'u'.repeat(36) };
    const times = { electedMs: START_MS, automaticMs: START_MS, drainDeadlineMs: START_MS };
    const request = { cause: 'PriorityWithdrawn', requestID: 'r'.repeat(63), target: long, demote: true } as const;
    const annotations = ledgerAnnotations({ ...whole, holder: long, from: long, ...times, ...request });
    expect(Object.values(annotations).join('').length).toBeLessThan(2048);
  });
});

describe('a term', () => {
  test.each([
    '0',
    '-1',
    '01',
    '1.0',
    '1e3',
    ' 7',
    '7 ',
    '0x7',
    '',
    'seven',
    '9007199254740991',
    '99999999999999999999',
  ])('is invalid: "%s"', (text) => {
    expect(readTerm(withTerm(sound, text))).toBeUndefined();
    expect(readLedger(withTerm(sound, text))).toBeUndefined();
  });

  test('is valid as long as a million elections can follow', () => {
    expect(readTerm(withTerm(sound, '9007199253740991'))).toBe(9_007_199_253_740_991);
    expect(readTerm(withTerm(sound, '9007199253740992'))).toBeUndefined();
  });
});

describe('a damaged ledger', () => {
  const [endpoint] = sound.endpoints ?? [];
  const empty = sliceOf(emptied(a));
  const record = { holder: { name: 'a', uid: 'a-uid' }, intent: 'Serving' };

  test.each<[string, EndpointSlice]>([
    ['no annotations', { ...sound, metadata: {} }],
    ['no term', withTerm(sound, undefined)],
    ['no record', withRecord(sound, undefined)],
    ['a truncated record', withRecord(sound, '{"holder":{"name":"a"')],
    ['a record that is a list', withRecord(sound, '[]')],
    ['a record that is null', withRecord(sound, 'null')],
    ['a holder that is a string', withRecord(sound, JSON.stringify({ ...record, holder: 'a-uid' }))],
    ['a holder without UID', withRecord(sound, JSON.stringify({ ...record, holder: { name: 'a' } }))],
    [
      'a holder with an empty UID',
      withRecord(empty, JSON.stringify({ holder: { name: 'a', uid: '' }, intent: 'Empty' })),
    ],
    [
      'a holder with a UID that is too long',
      withRecord(empty, JSON.stringify({ holder: { name: 'a', uid: 'u'.repeat(129) }, intent: 'Empty' })),
    ],
    [
      'a holder with a name that is too long',
      withRecord(sound, JSON.stringify({ ...record, holder: { name: 'a'.repeat(254), uid: 'a-uid' } })),
    ],
    [
      'a holder from the prototype',
      withRecord(sound, '{"__proto__":{"holder":{"name":"a","uid":"a-uid"}},"intent":"Serving"}'),
    ],
    ['an unknown intent', withRecord(sound, JSON.stringify({ ...record, intent: 'constructor' }))],
    ['another pod listed', { ...sound, endpoints: [{ addresses: ['10.0.0.9'], targetRef: { uid: 'b-uid' } }] }],
    ['no pod listed', { ...sound, endpoints: [] }],
    ['another pod listed, too', { ...sound, endpoints: [...(sound.endpoints ?? []), { addresses: ['10.0.0.9'] }] }],
    ['two addresses of its pod', { ...sound, endpoints: [{ ...endpoint, addresses: ['10.0.0.97', '10.0.0.9'] }] }],
    ['a pod listed with intent Empty', { ...sliceOf(emptied(a)), endpoints: [...(sound.endpoints ?? [])] }],
  ])('is one with %s', (_, slice) => {
    expect(readLedger(slice)).toBeUndefined();
  });

  test.each<[string, Partial<Ledger>]>([
    ['has no end', { drainDeadlineMs: undefined }],
    ['has no beginning', { electedMs: undefined }],
    ['ends before it begins', { drainDeadlineMs: START_MS - 1 }],
    ['is longer than a spec allows', { drainDeadlineMs: START_MS + 24 * 3_600_000 + 1 }],
  ])('is one of a drain that %s: no pod is published until its end', (_, change) => {
    expect(readLedger(sliceOf({ ...draining, ...change }))).toBeUndefined();
  });

  test('is one of a drain during which a pod is listed', () => {
    expect(readLedger({ ...sliceOf(draining), endpoints: [...(sound.endpoints ?? [])] })).toBeUndefined();
  });

  test.each<[string, string]>([
    ['a line break', 'b\n2026-01-01T00:00:00Z error forged'],
    ['an escape sequence', 'b\u001b[2K'],
    ['a bidirectional control character', 'b\u202e'],
    ['a blank', 'b c'],
    ['a comma', 'b,c'],
    ['capital letters', 'B'],
    ['an empty part', 'b..c'],
    ['an invalid end of a name', 'b-'],
    ['254 characters', 'b'.repeat(254)],
  ])('is one that names a pod with %s', (_, name) => {
    const named = { name, uid: 'a-uid' };
    expect(readLedger(withRecord(sound, JSON.stringify({ ...record, holder: named })))).toBeUndefined();
    expect(readLedger(withRecord(sound, JSON.stringify({ ...record, from: named })))).toBeUndefined();
    expect(readLedger(withRecord(sound, JSON.stringify({ ...record, target: named })))).toBeUndefined();
  });

  test.each(['a\nb', '\u001b', 'a b', '-a', '', 'u'.repeat(129)])('is one with the UID %j', (uid) => {
    expect(
      readLedger(withRecord(empty, JSON.stringify({ holder: { name: 'a', uid }, intent: 'Empty' }))),
    ).toBeUndefined();
    expect(readLedger(withRecord(sound, JSON.stringify({ ...record, from: { name: 'b', uid } })))).toBeUndefined();
  });

  test('is one whose slice lists an invalid address', () => {
    expect(readLedger({ ...sound, endpoints: [{ ...endpoint, addresses: ['10.0.0.7\nforged'] }] })).toBeUndefined();
  });

  test('drops an invalid request ID', () => {
    const forged = JSON.stringify({ ...record, requestID: 'r1\nforged' });
    expect(readLedger(withRecord(sound, forged))).toMatchObject({ term: 7, requestID: undefined });
  });

  test('drops a request ID that is too long and any deletion flag but true', () => {
    const record = { ...whole, requestID: 'r'.repeat(64), demote: 'true', automatic: 7, target: 'b' };
    const expected = { requestID: undefined, demote: false, automaticMs: undefined, target: undefined };
    expect(readLedger(withRecord(sound, JSON.stringify(record)))).toMatchObject(expected);
  });

  test('is not one with invalid optional parts: those are dropped', () => {
    const nonsense = { ...record, cause: 'constructor', from: 7, detected: 'soon', elected: {} };
    const expected = { cause: undefined, from: undefined, detectedMs: undefined, electedMs: undefined };
    expect(readLedger(withRecord(sound, JSON.stringify(nonsense)))).toMatchObject({ term: 7, ...expected });
  });

  test('never throws, whatever another client has written', () => {
    expect(() => fc.assert(fc.property(anyTerm, anyText, expectNoError), { numRuns: 500 })).not.toThrow();
  });
});
