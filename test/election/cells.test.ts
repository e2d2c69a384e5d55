// Every cell of the election: where it can be × what can happen → phase, active, term and cause.
import { describe, expect, test } from '@jest/globals';
import { phases } from '../../src/api/phases.ts';
import { rules } from '../../src/election/machine.ts';
import type { Observation } from '../../src/election/observation.ts';
import { step } from '../../src/election/step.ts';
import { emptied, observation, serving, summary } from '../support/observations.ts';
import { notReady, pod, readySince, START_MS, terminating, withIps } from '../support/pods.ts';
import { situations } from '../support/situations.ts';
import { stimuli } from '../support/stimuli.ts';

type Cells = Readonly<Record<string, string>>;

const atRest: Cells = {
  Vacant: 'Vacant -@3',
  Electing: 'Electing -@3',
  Active: 'Active a@3',
  Delayed: 'Suspect a@3',
  Kept: 'Suspect a@3',
  Leaving: 'Suspect a@3',
  Paused: 'Paused a@3',
};

const paused = { Active: 'Paused a@3', Delayed: 'Paused a@3', Kept: 'Paused a@3', Leaving: 'Paused a@3' };
const withdrawn = { Paused: 'Paused -@3 AddressWithdrawn' };
const replacedByA = { Vacant: 'Active a@4 CandidateAvailable', Electing: 'Active a@4 CandidateAvailable' };
const replacedByB = { Vacant: 'Active b@4 CandidateAvailable', Electing: 'Active b@4 CandidateAvailable' };

/** An active that nothing can keep: whoever is there takes over at once, and nobody is the answer if nobody is. */
function replacedAtOnce(cause: string): Cells {
  const [byB, byNobody] = [`Active b@4 ${cause}`, `Vacant -@3 ${cause}`];
  return { Active: byB, Delayed: byB, Kept: byNobody, Leaving: byNobody };
}

/** Where a cell is missing, nothing happens: the situation goes on as it is at rest. */
const cells: Readonly<Record<string, Cells>> = {
  'nothing happens': {},
  'ten seconds pass': { Electing: 'Active b@4 CandidateAvailable', Delayed: 'Active b@4 PodNotReady' },
  'a is ready': { ...replacedByA, Delayed: 'Active a@3', Kept: 'Active a@3' },
  'a is not ready': { Active: 'Active b@4 PodNotReady', Leaving: 'Vacant -@3 PodTerminating' },
  'a is deleted': { ...replacedAtOnce('PodDeleted'), ...withdrawn },
  'a is deleted and created anew': {
    ...replacedByA,
    Active: 'Active a@4 PodDeleted',
    Delayed: 'Active a@4 PodDeleted',
    Kept: 'Active a@4 PodDeleted',
    Leaving: 'Active a@4 PodDeleted',
    ...withdrawn,
  },
  'a terminates, still ready': { Active: 'Active b@4 PodTerminating', Delayed: 'Active b@4 PodTerminating' },
  'a terminates, not ready': { ...replacedAtOnce('PodTerminating'), Kept: 'Suspect a@3' },
  'a fails for good': { ...replacedAtOnce('PodTerminated'), ...withdrawn },
  'a is selected no more': replacedAtOnce('PodNotSelected'),
  'a loses its address': {
    ...replacedAtOnce('PodAddressMissing'),
    Leaving: 'Vacant -@3 PodTerminating',
    ...withdrawn,
  },
  'a has another address': withdrawn,
  'a loses the named port': { ...replacedAtOnce('PodPortMissing'), Leaving: 'Suspect a@3' },
  'b is ready': { ...replacedByB, Kept: 'Active b@4 PodNotReady', Leaving: 'Active b@4 PodTerminating' },
  'b has just become ready': {
    Vacant: 'Active b@4 CandidateAvailable',
    Kept: 'Active b@4 PodNotReady',
    Leaving: 'Active b@4 PodTerminating',
  },
  'b is not ready': { Electing: 'Vacant -@3' },
  'b is deleted': { Electing: 'Vacant -@3' },
  'all terminate': { Electing: 'Vacant -@3', Active: 'Suspect a@3', Delayed: 'Vacant -@3 PodTerminating' },
  'all are deleted': {
    ...replacedAtOnce('PodDeleted'),
    Electing: 'Vacant -@3',
    Active: 'Vacant -@3 PodDeleted',
    Delayed: 'Vacant -@3 PodDeleted',
    ...withdrawn,
  },
  'it is paused': { ...paused, Vacant: 'Paused -@3', Electing: 'Paused -@3' },
  'it is resumed': { Paused: 'Active a@3' },
};

const rows = Object.entries(stimuli).flatMap(([stimulus, change]) =>
  Object.entries(situations).map(([situation, before]) => ({ stimulus, situation, after: change(before) })),
);

const [a, b] = [pod('a'), pod('b')];
const request = { requestID: 'r1', targetPod: undefined, notBeforeMs: undefined };
const switchover = { request, endedRequestID: undefined, handledRequestIDs: [] };
const unwanted = pod('a', { annotations: { 'activestandby.dev/priority': '0' } });
const drained = step(
  observation([a, b], { ledger: serving(a), switchover, policy: { strategy: 'BreakBeforeMake' } }),
).ledger;

/** Where the ledger itself is in question; not reached by any stimulus. */
const records: readonly [string, Observation, string][] = [
  ['an adopted active', observation([a, b], { ledger: serving(b), renewal: 'Adopted' }), 'Active b@4 Adopted'],
  [
    'an adopted record of a pod that is gone',
    observation([a], { ledger: serving(b), renewal: 'Adopted' }),
    'Active a@4 PodDeleted',
  ],
  [
    'an adopted active that KeepLast keeps',
    observation([notReady(a)], { ledger: serving(a), renewal: 'Adopted', policy: { noCandidate: 'KeepLast' } }),
    'Suspect a@3',
  ],
  ['an adopted empty record', observation([a, b], { ledger: emptied(b), renewal: 'Adopted' }), 'Active b@4 Adopted'],
  [
    'a restored record of an eligible pod, whose term nobody else can have',
    observation([a, b], { ledger: emptied(b, 103), renewal: 'LedgerRestored', electionsHeld: true }),
    'Active b@103 LedgerRestored',
  ],
  [
    'a restored record of another pod, until the status has caught up',
    observation([a, notReady(b)], { ledger: emptied(b, 103), renewal: 'LedgerRestored', electionsHeld: true }),
    'Vacant -@103',
  ],
  [
    'a failed active while elections are held, which is kept',
    observation([notReady(a), b], { ledger: serving(a), electionsHeld: true }),
    'Suspect a@3',
  ],
  [
    'a deleted active while elections are held, which is not',
    observation([b], { ledger: serving(a), electionsHeld: true }),
    'Vacant -@3 PodDeleted',
  ],
  [
    'a terminating active that nobody can reach, which KeepLast does not keep',
    observation([withIps(terminating(a))], { ledger: serving(a), policy: { noCandidate: 'KeepLast' } }),
    'Vacant -@3 PodTerminating',
  ],
  ['a request', observation([a, b], { ledger: serving(a), switchover }), 'Active b@4 Switchover'],
  ['a request while nobody is active', observation([b], { ledger: emptied(a), switchover }), 'Active b@4 Switchover'],
  [
    'a request, and a drain before it is done',
    observation([a, b], { ledger: serving(a), switchover, policy: { strategy: 'BreakBeforeMake' } }),
    'Draining -@3 Switchover',
  ],
  ['the end of a drain', observation([a, b], { ledger: drained }), 'Active b@4 Switchover'],
  ['a drain with nobody left', observation([], { ledger: drained }), 'Vacant -@3'],
  ['a priority of 0', observation([unwanted, b], { ledger: serving(a) }), 'Active b@4 PriorityWithdrawn'],
  [
    'a priority of 0, and a drain before it is heeded',
    observation([unwanted, b], { ledger: serving(a), policy: { strategy: 'BreakBeforeMake' } }),
    'Draining -@3 PriorityWithdrawn',
  ],
  ['nobody at all', observation([]), 'Vacant -@0'],
  ['the first candidates', observation([b, a]), 'Active a@1 Initial'],
  ['the first candidates where other terms were given out', observation([a], { termFloor: 7 }), 'Active a@8 Initial'],
  [
    'a failed active of which only settling standbys are left',
    observation([readySince(b, START_MS)], { ledger: serving(a), policy: { minReadyMs: 5000 } }),
    'Electing -@3 PodDeleted',
  ],
];

describe('each cell', () => {
  test.each(rows)('$situation, and $stimulus', ({ stimulus, situation, after }) => {
    expect(summary(step(after))).toBe(cells[stimulus]?.[situation] ?? atRest[situation]);
  });

  test.each(records)('%s', (_, before, expected) => {
    expect(summary(step(before))).toBe(expected);
  });
});

describe('the table', () => {
  test('has every situation and every stimulus', () => {
    expect(Object.keys(atRest)).toEqual(Object.keys(situations));
    expect(Object.keys(cells)).toEqual(Object.keys(stimuli));
  });

  test('fires every rule of the machine', () => {
    const observations = [...rows.map(({ after }) => after), ...records.map(([, before]) => before)];
    const fired = new Set(observations.flatMap((each) => step(each).fired));
    const names = phases.flatMap((phase) => rules[phase].map(({ name }) => name));
    expect([...fired].toSorted()).toEqual(names.toSorted());
  });

  test('ends in every phase but the one that is only passed through', () => {
    const observations = [...rows.map(({ after }) => after), ...records.map(([, before]) => before)];
    const ended = new Set(observations.map((each) => step(each).phase));
    expect([...ended].toSorted()).toEqual(phases.filter((phase) => phase !== 'FailingOver').toSorted());
  });
});
