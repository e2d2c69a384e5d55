// What conditions and status say of pending changes.
import { describe, expect, test } from '@jest/globals';
import { nextConditions } from '../../src/desired/conditions.ts';
import type { Outcome } from '../../src/desired/outcome.ts';
import { nextStatus } from '../../src/desired/status.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import { step } from '../../src/election/step.ts';
import { nodesOf } from '../support/election/nodes.ts';
import { afterwards, asking, input, serving } from '../support/election/electionInputs.ts';
import { outcomeOf } from '../support/election/outcomes.ts';
import { notReady, onNode, pod, withPriority } from '../support/election/pods.ts';

const a = onNode(pod('a'), 'n1');
const b = onNode(pod('b'), 'n2');
const ledger = serving(a);
const drains = { strategy: 'BreakBeforeMake', drainTimeoutMs: 10_000 } as const;
const preempted = { order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs: 10_000 } as const;

function drained(): Outcome {
  const before = input([a, b], { ledger, policy: drains, switchover: asking({ targetPod: 'b' }) });
  return outcomeOf(afterwards(before, step(before), 1000));
}

/** "False ActiveImpaired: …" */
function ready(outcome: Outcome): string {
  const condition = nextConditions(outcome, []).find(({ type }) => type === 'Ready');
  return `${condition?.status} ${condition?.reason}: ${condition?.message}`;
}

function seen(change: Parameters<typeof input>[1], pods = [a, b]): ElectionInput {
  return input(pods, { ledger, ...change });
}

describe('Ready', () => {
  test.each<[string, Outcome, string]>([
    ['a drain', drained(), 'False Draining: a is draining; b takes over at 2026-01-01T00:00:10.000000Z at the latest.'],
    [
      'a failed active in Manual mode',
      outcomeOf(seen({ policy: { mode: 'Manual' } }, [notReady(a), b])),
      'False ActiveImpaired: a is kept although the active pod is not ready. failover.mode is Manual: it stays until spec.switchover moves it; 1 of 2 selected pods eligible; a is not ready.',
    ],
    [
      'a node failure during a hold',
      outcomeOf(seen({ nodes: nodesOf('Unreachable', 'Healthy', 60_000) })),
      'False ActiveImpaired: a is kept although the node of the active pod is unreachable. This is not acted on while too many nodes are unreachable at once; 1 of 2 selected pods eligible; a runs on a node that is unreachable.',
    ],
    [
      'a withdrawn priority',
      outcomeOf(seen({}, [withPriority(a, '0'), notReady(b)])),
      'False ActiveImpaired: a is kept although the priority of the active pod is 0 or less. It is replaced as soon as another pod is eligible: 0 of 2 selected pods eligible; a has a priority of 0 or less, so it is never elected.',
    ],
    [
      'a pending preemption',
      outcomeOf(seen({ policy: preempted }, [a, withPriority(b, '200')])),
      'True ActivePublished: Traffic goes to a. b, which has a higher priority, takes over at 2026-01-01T00:00:10.000000Z if it stays eligible.',
    ],
  ])('tells of %s', (_, outcome, expected) => {
    expect(ready(outcome)).toBe(expected);
  });
});

describe('the status', () => {
  test('of a drain has no active, and counts both as standbys', () => {
    const status = nextStatus(drained(), {}, []);
    expect(status).toMatchObject({ phase: 'Draining', term: 3, termHolderUID: 'a-uid', standbys: 2 });
    expect(status).not.toHaveProperty('active');
    expect(status.switchover).toMatchObject({ requestID: 'r1', state: 'Pending' });
  });

  test('in Manual mode says which pod would take over, without a time', () => {
    const outcome = outcomeOf(seen({ policy: { mode: 'Manual' } }, [notReady(a), b]));
    expect(nextStatus(outcome, {}, []).failover).toEqual({
      cause: 'PodNotReady',
      detectedTime: '2026-01-01T00:00:00.000000Z',
      toPod: 'b',
    });
  });

  test('names no pod when none could take over', () => {
    const outcome = outcomeOf(seen({ policy: { noCandidate: 'KeepLast' } }, [notReady(a)]));
    expect(nextStatus(outcome, {}, []).failover).not.toHaveProperty('toPod');
  });

  test('announces a preemption, and has the priorities that are numbers', () => {
    const pods = [a, withPriority(b, '200'), withPriority(pod('c'), 'high')];
    const status = nextStatus(outcomeOf(seen({ policy: preempted }, pods)), {}, []);
    expect(status.preemption).toEqual({
      podName: 'b',
      podUID: 'b-uid',
      eligibleTime: '2026-01-01T00:00:00.000000Z',
      deadline: '2026-01-01T00:00:10.000000Z',
    });
    const described = (status.candidates ?? []).map(({ podName, priority }) => `${podName} ${priority}`);
    expect(described).toEqual(['b 200', 'a 100', 'c undefined']);
    expect(status.standbys).toBe(1);
  });
});
