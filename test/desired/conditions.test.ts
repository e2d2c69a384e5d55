import { describe, expect, test } from '@jest/globals';
import { conditionTypes, type ConditionType } from '../../src/api/conditions.ts';
import { nextConditions } from '../../src/desired/conditions.ts';
import { parseActiveStandbyService } from '../../src/api/validate.ts';
import type { Condition } from '../../src/api/activeStandbyService.generated.ts';
import type { Outcome, Problem } from '../../src/desired/outcome.ts';
import { asvcObject } from '../support/objects/asvcs.ts';
import { emptied, input, serving } from '../support/election/electionInputs.ts';
import { outcomeOf } from '../support/election/outcomes.ts';
import { notReady, pod, readySince, START_MS, terminating } from '../support/election/pods.ts';

const [a, b] = [pod('a'), pod('b')];
const active = outcomeOf(input([a, b], { ledger: serving(a) }));
const delayed = input([notReady(a), b], { ledger: serving(a), policy: { delayMs: 10_000 } });
const vacant = input([notReady(a), notReady(b)], { ledger: emptied(a) });

/** "True Published: The EndpointSlice …" */
function said(type: ConditionType, outcome: Outcome): string {
  const condition = nextConditions(outcome, []).find((each) => each.type === type);
  return `${condition?.status} ${condition?.reason}: ${condition?.message}`;
}

function problem(reason: Problem['reason'], blocking: boolean): Problem {
  return { reason, message: `About ${reason}.`, blocking };
}

describe('Ready', () => {
  test.each<[string, Outcome, string]>([
    ['an active that serves', active, 'True ActivePublished: Traffic goes to a.'],
    [
      'an active that is tolerated for a while',
      outcomeOf(delayed),
      'False ActiveImpaired: a is kept although the active pod is not ready. It is given up at 2026-01-01T00:00:10.000000Z unless it recovers; 1 of 2 selected pods eligible; a is not ready.',
    ],
    [
      'an active that is kept until somebody else is there',
      outcomeOf(input([terminating(a), notReady(b)], { ledger: serving(a) })),
      'False ActiveImpaired: a is kept although the active pod is terminating. It is replaced as soon as another pod is eligible: 0 of 2 selected pods eligible; a is being deleted.',
    ],
    [
      'an active that is kept because it is paused',
      outcomeOf(input([notReady(a), b], { ledger: serving(a), policy: { paused: true } })),
      'False ActiveImpaired: a is kept although the active pod is not ready. No failover happens while the operator is paused.',
    ],
    [
      'nobody',
      outcomeOf(vacant),
      'False NoCandidate: No pod is active: 0 of 2 selected pods eligible; a is not ready.',
    ],
    ['no pods', outcomeOf(input([])), 'False NoCandidate: No pod is active: the selector matches no pod.'],
    [
      'nobody yet',
      outcomeOf(input([readySince(a, START_MS)], { policy: { minReadyMs: 5000 } })),
      'False Settling: No pod is active: 0 of 1 selected pods eligible; a is ready, but not for election.minReady yet.',
    ],
    [
      'an active that is not written yet',
      { ...active, isRecorded: false },
      'False NotPublished: a is elected; Service and EndpointSlice are being written.',
    ],
    [
      'a Service that is not as it should be',
      { ...active, isServiceAsDesired: false },
      'False NotPublished: a is elected; Service and EndpointSlice are being written.',
    ],
    [
      'something that blocks',
      { ...active, problems: [problem('ForeignEndpointSlices', false), problem('InvalidSpec', true)] },
      'False InvalidSpec: About InvalidSpec.',
    ],
    [
      'a refused Service',
      { ...active, problems: [problem('ServiceRejected', false)] },
      'False ServiceRejected: About ServiceRejected.',
    ],
    [
      'something that only needs a look',
      { ...active, problems: [problem('ForeignEndpointSlices', false)] },
      'True ActivePublished: Traffic goes to a.',
    ],
  ])('tells of %s', (_, outcome, expected) => {
    expect(said('Ready', outcome)).toBe(expected);
  });
});

describe('the others', () => {
  test.each<[ConditionType, string, Outcome, string]>([
    [
      'ActiveElected',
      'an active',
      active,
      'True Elected: a is active in term 3, because it is the first candidate to become eligible.',
    ],
    ['ActiveElected', 'nobody', outcomeOf(vacant), 'False NotElected: No pod is active.'],
    [
      'ActiveElected',
      'one that is not written',
      { ...active, isRecorded: false },
      'False NotElected: a is elected but not published yet.',
    ],
    ['EndpointsPublished', 'an active', active, 'True Published: The EndpointSlice lists only the active pod.'],
    [
      'EndpointsPublished',
      'nobody',
      outcomeOf(vacant),
      'False NotPublished: The EndpointSlice lists no pod, or not the elected one.',
    ],
    ['Degraded', 'nothing', active, 'False AsDesired: Nothing needs attention.'],
    [
      'Degraded',
      'a problem',
      { ...active, problems: [problem('StatusLagsLedger', false)] },
      'True StatusLagsLedger: About StatusLagsLedger.',
    ],
    [
      'Degraded',
      'a write that fails before what stands for long',
      { ...active, problems: [problem('NodesUnreadable', false), problem('EndpointSliceNotWritten', false)] },
      'True EndpointSliceNotWritten: About EndpointSliceNotWritten.',
    ],
    [
      'Degraded',
      'every other problem before nodes that may not be read',
      { ...active, problems: [problem('NodesUnreadable', false), problem('PodNotDeleted', false)] },
      'True PodNotDeleted: About PodNotDeleted.',
    ],
    [
      'Paused',
      'a pause',
      { ...active, pausedBySpec: true },
      'True PausedBySpec: spec.paused is true: set it to false to resume elections and repairs.',
    ],
    ['Paused', 'no pause', active, 'False NotPaused: Elections and repairs are on.'],
  ])('%s tells of %s', (...[type, , outcome, expected]) => {
    expect(said(type, outcome)).toBe(expected);
  });
});

describe('conditions', () => {
  test('are all five, from the first reconcile, each with the generation that it is about', () => {
    const conditions = nextConditions({ ...active, generation: 7 }, []);
    expect(conditions.map(({ type }) => type)).toEqual([...conditionTypes]);
    expect(conditions.every(({ observedGeneration }) => observedGeneration === 7)).toBe(true);
  });

  test('keep their time until their status changes', () => {
    const first = nextConditions(active, []);
    const renamed = nextConditions({ ...active, atMs: START_MS + 1000, generation: 2 }, first);
    const failed = nextConditions({ ...outcomeOf(vacant), atMs: START_MS + 2000 }, renamed);
    const times = [first, renamed, failed].map((each) =>
      each.map(({ lastTransitionTime }) => lastTransitionTime.slice(17, 19)),
    );
    expect(times).toEqual([
      ['00', '00', '00', '00', '00'],
      ['00', '00', '00', '00', '00'],
      ['02', '02', '02', '00', '00'],
    ]);
  });
});

function theirs(type: string): Condition {
  return {
    type,
    status: 'Unknown',
    lastTransitionTime: '2026-01-01T00:00:00Z',
    reason: 'Backup_Pending:1',
    message: 'by somebody else',
  };
}

describe('conditions of other controllers', () => {
  const many = Array.from({ length: 20 }, (_, index) => theirs(`example.com/Backup${index}`));

  test('are kept as they are, and where they are', () => {
    const [first, ...rest] = nextConditions(active, []);
    const before = [theirs('A'), ...(first === undefined ? [] : [first]), theirs('example.com/B'), ...rest];
    expect(nextConditions(active, before)).toEqual(before);
  });

  test('come after ours where ours are new', () => {
    const next = nextConditions(active, [theirs('A')]);
    expect(next.map(({ type }) => type)).toEqual([...conditionTypes, 'A']);
    expect(next).toContainEqual(theirs('A'));
  });

  test('never stand in the place of ours, nor beside them', () => {
    const next = nextConditions(active, [theirs('Ready'), theirs('A'), theirs('Ready')]);
    expect(next.filter(({ type }) => type === 'Ready')).toEqual([
      expect.objectContaining({ status: 'True', reason: 'ActivePublished' }),
    ]);
    expect(next).toHaveLength(6);
  });

  test('leave room for ours in a list that is as long as the CRD allows', () => {
    const next = nextConditions(active, many);
    expect(next).toHaveLength(16);
    expect(next.map(({ type }) => type)).toEqual(expect.arrayContaining([...conditionTypes]));
    expect(nextConditions(active, next)).toEqual(next);
  });

  test('are believed by the operator as the API takes them', () => {
    const status = { conditions: [...nextConditions(active, []), theirs('example.com/Backup-1_a.b')] };
    const parsed = parseActiveStandbyService(asvcObject('orders', {}, { status }));
    expect(parsed).toMatchObject({ valid: true, value: { status } });
  });
});

test('a message has no characters that could forge lines, whatever it quotes', () => {
  const message = 'spec.selector.matchLabels[a\n\u202eb\u001b[2K] is wrong';
  const forged: Problem = { reason: 'InvalidSpec', message, blocking: true };
  expect(said('Degraded', { ...active, problems: [forged] })).toBe(
    'True InvalidSpec: spec.selector.matchLabels[a b [2K] is wrong',
  );
});
