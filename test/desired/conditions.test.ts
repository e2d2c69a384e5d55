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
    ['a serving active', active, 'True ActivePublished: Traffic goes to a.'],
    [
      'an active within failover.delay',
      outcomeOf(delayed),
      'False ActiveImpaired: a is kept although the active pod is not ready. It is given up at 2026-01-01T00:00:10.000000Z unless it recovers; 1 of 2 selected pods eligible; a is not ready.',
    ],
    [
      'an active that is kept until another pod is eligible',
      outcomeOf(input([terminating(a), notReady(b)], { ledger: serving(a) })),
      'False ActiveImpaired: a is kept although the active pod is terminating. It is replaced as soon as another pod is eligible: 0 of 2 selected pods eligible; a is being deleted.',
    ],
    [
      'an impaired active while paused',
      outcomeOf(input([notReady(a), b], { ledger: serving(a), policy: { paused: true } })),
      'False ActiveImpaired: a is kept although the active pod is not ready. No failover happens while the operator is paused.',
    ],
    [
      'no pod',
      outcomeOf(vacant),
      'False NoCandidate: No pod is active: 0 of 2 selected pods eligible; a is not ready.',
    ],
    ['no pods', outcomeOf(input([])), 'False NoCandidate: No pod is active: the selector matches no pod.'],
    [
      'no pod yet',
      outcomeOf(input([readySince(a, START_MS)], { policy: { minReadyMs: 5000 } })),
      'False Settling: No pod is active: 0 of 1 selected pods eligible; a is ready, but not for election.minReady yet.',
    ],
    [
      'an active that is not published yet',
      { ...active, isRecorded: false },
      'False NotPublished: a is elected; Service and EndpointSlice are being written.',
    ],
    [
      'a Service that differs from the desired one',
      { ...active, isServiceAsDesired: false },
      'False NotPublished: a is elected; Service and EndpointSlice are being written.',
    ],
    [
      'a blocking problem',
      { ...active, problems: [problem('ForeignEndpointSlices', false), problem('InvalidSpec', true)] },
      'False InvalidSpec: About InvalidSpec.',
    ],
    [
      'a refused Service',
      { ...active, problems: [problem('ServiceRejected', false)] },
      'False ServiceRejected: About ServiceRejected.',
    ],
    [
      'a problem that does not block',
      { ...active, problems: [problem('ForeignEndpointSlices', false)] },
      'True ActivePublished: Traffic goes to a.',
    ],
  ])('tells of %s', (_, outcome, expected) => {
    expect(said('Ready', outcome)).toBe(expected);
  });
});

describe('the other conditions', () => {
  test.each<[ConditionType, string, Outcome, string]>([
    [
      'ActiveElected',
      'an active',
      active,
      'True Elected: a is active in term 3, because it is the first candidate to become eligible.',
    ],
    ['ActiveElected', 'no pod', outcomeOf(vacant), 'False NotElected: No pod is active.'],
    [
      'ActiveElected',
      'one whose write failed',
      { ...active, isRecorded: false },
      'False NotElected: a is elected but not published yet.',
    ],
    ['EndpointsPublished', 'an active', active, 'True Published: The EndpointSlice lists only the active pod.'],
    [
      'EndpointsPublished',
      'no pod',
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
      'a failed write before permanent problems',
      { ...active, problems: [problem('NodesUnreadable', false), problem('EndpointSliceNotWritten', false)] },
      'True EndpointSliceNotWritten: About EndpointSliceNotWritten.',
    ],
    [
      'Degraded',
      'every other problem before missing permission for nodes',
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
  ])('%s shows %s', (...[type, , outcome, expected]) => {
    expect(said(type, outcome)).toBe(expected);
  });
});

describe('conditions', () => {
  test('are all five, from the first reconcile, each with its observedGeneration', () => {
    const conditions = nextConditions({ ...active, generation: 7 }, []);
    expect(conditions.map(({ type }) => type)).toEqual([...conditionTypes]);
    expect(conditions.every(({ observedGeneration }) => observedGeneration === 7)).toBe(true);
  });

  test('keep lastTransitionTime until their status changes', () => {
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
    message: 'by another controller',
  };
}

describe('conditions of other controllers', () => {
  const many = Array.from({ length: 20 }, (_, index) => theirs(`example.com/Backup${index}`));

  test('are kept unchanged and in their places', () => {
    const [first, ...rest] = nextConditions(active, []);
    const before = [theirs('A'), ...(first === undefined ? [] : [first]), theirs('example.com/B'), ...rest];
    expect(nextConditions(active, before)).toEqual(before);
  });

  test('come after ours when ours are new', () => {
    const next = nextConditions(active, [theirs('A')]);
    expect(next.map(({ type }) => type)).toEqual([...conditionTypes, 'A']);
    expect(next).toContainEqual(theirs('A'));
  });

  test('never replace or duplicate ours', () => {
    const next = nextConditions(active, [theirs('Ready'), theirs('A'), theirs('Ready')]);
    expect(next.filter(({ type }) => type === 'Ready')).toEqual([
      expect.objectContaining({ status: 'True', reason: 'ActivePublished' }),
    ]);
    expect(next).toHaveLength(6);
  });

  test('leave room for ours in a list of the maximum length', () => {
    const next = nextConditions(active, many);
    expect(next).toHaveLength(16);
    expect(next.map(({ type }) => type)).toEqual(expect.arrayContaining([...conditionTypes]));
    expect(nextConditions(active, next)).toEqual(next);
  });

  test('are valid for the operator when they are valid for the API', () => {
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
