// Ledgers that no stimulus reaches, and a check that the tables of cells cover every rule and phase.
import { describe, expect, test } from '@jest/globals';
import { phases } from '../../src/api/phases.ts';
import { rules } from '../../src/election/machine.ts';
import type { NodeHealth } from '../../src/election/nodes.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import { identityOf } from '../../src/election/podView.ts';
import { step } from '../../src/election/step.ts';
import { asking, emptied, input, serving, summary } from '../support/election/electionInputs.ts';
import { notReady, onNode, pod, readySince, START_MS, terminating, withIps } from '../support/election/pods.ts';
import { stimuliOfNodes } from '../support/election/nodeStimuli.ts';
import { stimuliOfPriorities, stimuliOfRequests, stimuliOfTheSpec } from '../support/election/plannedStimuli.ts';
import { situations } from '../support/election/situations.ts';
import { stimuliOfTheActive, stimuliOfTheStandby, stimuliOfTime } from '../support/election/stimuli.ts';

const [a, b] = [pod('a'), pod('b')];
const stimuli = [
  stimuliOfTime,
  stimuliOfTheActive,
  stimuliOfTheStandby,
  stimuliOfTheSpec,
  stimuliOfPriorities,
  stimuliOfRequests,
  stimuliOfNodes,
].flatMap((each) => Object.values(each));

const back: NodeHealth = { state: 'Healthy', isLastChoice: false, isRecovering: true };
const returning = { byName: new Map([['n1', back]]), heldUntilMonotonicMs: 600_000 };
const begun = { intent: 'Draining', cause: 'Switchover', electedMs: START_MS - 9000, target: identityOf(b) } as const;

/** Adopted, restored or blocked ledgers, which no stimulus reaches. */
const records: readonly [string, ElectionInput, string][] = [
  ['an adopted active', input([a, b], { ledger: serving(b), renewal: 'Adopted' }), 'Active b@4 Adopted'],
  [
    'an adopted record of a pod that is gone',
    input([a], { ledger: serving(b), renewal: 'Adopted' }),
    'Active a@4 PodDeleted',
  ],
  [
    'an adopted active that KeepLast keeps',
    input([notReady(a)], { ledger: serving(a), renewal: 'Adopted', policy: { noCandidate: 'KeepLast' } }),
    'Suspect a@3',
  ],
  ['an adopted empty record', input([a, b], { ledger: emptied(b), renewal: 'Adopted' }), 'Active b@4 Adopted'],
  [
    'a restored record of an eligible pod, whose term belongs to no other pod',
    input([a, b], { ledger: emptied(b, 103), renewal: 'LedgerRestored', electionsBlocked: true }),
    'Active b@103 LedgerRestored',
  ],
  [
    'a restored record of another pod, until the status has caught up',
    input([a, notReady(b)], { ledger: emptied(b, 103), renewal: 'LedgerRestored', electionsBlocked: true }),
    'Vacant -@103',
  ],
  [
    'a failed active while elections are blocked, which is kept',
    input([notReady(a), b], { ledger: serving(a), electionsBlocked: true }),
    'Suspect a@3',
  ],
  [
    'a deleted active while elections are blocked, which is not',
    input([b], { ledger: serving(a), electionsBlocked: true }),
    'Vacant -@3 PodDeleted',
  ],
  [
    'a terminating active on a failed node, which KeepLast does not keep',
    input([withIps(terminating(a))], { ledger: serving(a), policy: { noCandidate: 'KeepLast' } }),
    'Vacant -@3 PodTerminating',
  ],
  [
    'a request while no pod is active',
    input([a, b], { ledger: emptied(a), switchover: asking({ targetPod: 'b' }) }),
    'Active b@4 Switchover',
  ],
  [
    'a drain that an earlier process began, until its deadline',
    input([a, b], { ledger: { ...serving(a), ...begun, drainDeadlineMs: START_MS + 1 } }),
    'Draining -@3',
  ],
  [
    'a drain whose deadline passed while no process led',
    input([a, b], { ledger: { ...serving(a), ...begun, drainDeadlineMs: START_MS } }),
    'Active b@4 Switchover',
  ],
  [
    'an active that is marked as not ready, and whose node reports again during a hold',
    input([onNode(notReady(a), 'n1'), b], { ledger: serving(a), nodes: returning }),
    'Suspect a@3',
  ],
  [
    'a candidate whose node reports again during a hold',
    input([onNode(b, 'n1')], { ledger: emptied(a), nodes: returning }),
    'Active b@4 CandidateAvailable',
  ],
  ['no pods', input([]), 'Vacant -@0'],
  ['the first candidates', input([b, a]), 'Active a@1 Initial'],
  ['the first candidates when other terms may have been given out', input([a], { termFloor: 7 }), 'Active a@8 Initial'],
  [
    'a failed active of which only settling standbys are left',
    input([readySince(b, START_MS)], { ledger: serving(a), policy: { minReadyMs: 5000 } }),
    'Electing -@3 PodDeleted',
  ],
];

describe('a step from', () => {
  test.each(records)('%s', (_, before, expected) => {
    expect(summary(step(before))).toBe(expected);
  });
});

describe('the cells', () => {
  const before = Object.values(situations).flatMap((situation) => stimuli.map((change) => change(situation)));
  const steps = [...before, ...records.map(([, record]) => record)].map(step);

  test('fire every rule of the machine', () => {
    const fired = new Set(steps.flatMap((each) => each.fired));
    const names = phases.flatMap((phase) => rules[phase].map(({ name }) => name));
    expect([...fired].toSorted()).toEqual(names.toSorted());
  });

  test('end in every phase but the transient one', () => {
    const ended = new Set(steps.map(({ phase }) => phase));
    expect([...ended].toSorted()).toEqual(phases.filter((phase) => phase !== 'FailingOver').toSorted());
  });
});
