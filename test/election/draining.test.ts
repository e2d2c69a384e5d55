// BreakBeforeMake handovers: how long no pod is published, and which pod takes over.
import { describe, expect, test } from '@jest/globals';
import type { NodeHealth } from '../../src/election/nodes.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import type { PodView } from '../../src/election/podView.ts';
import { step } from '../../src/election/step.ts';
import { afterwards, asking, input, serving, summary, withPods } from '../support/election/electionInputs.ts';
import {
  failed,
  notReady,
  onNode,
  pod,
  readySince,
  START_MS,
  terminating,
  withPriority,
} from '../support/election/pods.ts';

const [a, b, c] = [pod('a'), pod('b'), pod('c')];
const HOUR_MS = 3_600_000;
const ledger = serving(a);
const policy = { strategy: 'BreakBeforeMake', drainTimeoutMs: 10_000 } as const;
const switchover = asking({ targetPod: 'b' });
const before = input([a, b, c], { ledger, policy, switchover });
const begun = step(before);

function later(elapsedMs: number, pods: readonly PodView[] = before.pods): ElectionInput {
  return withPods(afterwards(before, begun, elapsedMs), pods);
}

/** A new process: what it knows of the drain is what the ledger says. */
function restarted(wallMs: number): ElectionInput {
  return input([a, b, c], { ledger: begun.ledger, policy, switchover, now: { wallMs, monotonicMs: 0 } });
}

describe('draining', () => {
  test('withdraws the active in its own term, and records the next pod and the deadline', () => {
    expect(summary(begun)).toBe('Draining -@3 Switchover');
    expect(begun.ledger).toMatchObject({
      holder: { name: 'a' },
      target: { name: 'b' },
      requestID: 'r1',
      electedMs: START_MS,
      drainDeadlineMs: START_MS + 10_000,
      demote: false,
    });
    expect(begun.transition).toMatchObject({ from: { name: 'a' }, to: undefined, next: { name: 'b' } });
    expect(begun.requeueAtMonotonicMs).toBe(10_000);
  });

  test('ends at the deadline, and the target takes over', () => {
    expect(summary(step(later(9999)))).toBe('Draining -@3');
    const { ledger: after } = step(later(10_000));
    expect(after).toMatchObject({ term: 4, holder: { name: 'b' }, cause: 'Switchover', from: { name: 'a' } });
    expect(after).toMatchObject({ detectedMs: START_MS, target: undefined, drainDeadlineMs: undefined });
  });

  test('records the deletion of the old pod only when the new one is elected', () => {
    const deleting = { ...later(10_000), policy: { ...before.policy, demotedPod: 'Delete' as const } };
    expect(step(deleting).ledger).toMatchObject({ demote: true, from: { uid: 'a-uid' } });
  });

  test.each<[string, readonly PodView[], string]>([
    ['the old one is not ready any more', [notReady(a), b, c], 'Active b@4 Switchover'],
    ['the old one is gone', [b, c], 'Active b@4 Switchover'],
    ['the old one has ended', [failed(a), b, c], 'Active b@4 Switchover'],
    ['no other pod is eligible', [a, notReady(b), notReady(c)], 'Active a@4 HandoverAborted'],
    ['no pod is eligible', [notReady(a), notReady(b)], 'Vacant -@3'],
    ['all other pods are terminating', [terminating(a), terminating(b)], 'Vacant -@3'],
  ])('ends early when %s', (_, pods, expected) => {
    expect(summary(step(later(1000, pods)))).toBe(expected);
  });

  test.each<[string, readonly PodView[]]>([
    ['the target is lost and another pod is eligible', [a, notReady(b), c]],
    ['the old one is terminating and still serves', [terminating(a), b, c]],
  ])('goes on when %s', (_, pods) => {
    expect(summary(step(later(1000, pods)))).toBe('Draining -@3');
  });

  test('that has lost its target ends with the next best', () => {
    expect(summary(step(later(10_000, [a, notReady(b), c])))).toBe('Active c@4 Switchover');
  });

  test('is completed while paused', () => {
    const paused = { ...later(10_000), policy: { ...before.policy, paused: true } };
    expect(step(paused).ledger).toMatchObject({ term: 4, intent: 'Serving', holder: { name: 'b' } });
    expect(summary(step({ ...paused, now: later(5000).now }))).toBe('Draining -@3');
  });

  test('keeps its length when the spec changes meanwhile', () => {
    const longer = { ...later(10_000), policy: { ...before.policy, drainTimeoutMs: HOUR_MS } };
    expect(summary(step(longer))).toBe('Active b@4 Switchover');
  });

  test('of zero length is published before it ends', () => {
    const none = { ...before, policy: { ...before.policy, drainTimeoutMs: 0 } };
    const first = step(none);
    expect([summary(first), first.requeueAtMonotonicMs]).toEqual(['Draining -@3 Switchover', 0]);
    expect(summary(step(afterwards(none, first)))).toBe('Active b@4 Switchover');
  });

  test.each<[string, number, number | undefined]>([
    ['goes on', 4000, 6000],
    ['starts again when it seems to begin in the future', -HOUR_MS, 10_000],
  ])('%s after a restart', (_, elapsedMs, expected) => {
    const after = step(restarted(START_MS + elapsedMs));
    expect([summary(after), after.requeueAtMonotonicMs]).toEqual(['Draining -@3', expected]);
  });

  test('whose deadline has passed before a restart ends with the first step', () => {
    expect(summary(step(restarted(START_MS + HOUR_MS)))).toBe('Active b@4 Switchover');
  });

  test.each([HOUR_MS, -HOUR_MS])('is not changed by a wall clock that jumps by %d ms', (byMs) => {
    const next = later(4000);
    const after = step({ ...next, now: { ...next.now, wallMs: next.now.wallMs + byMs } });
    expect([summary(after), after.requeueAtMonotonicMs]).toEqual(['Draining -@3', 10_000]);
  });
});

describe('draining for a better pod', () => {
  const preempting = { ...policy, order: 'Priority', preemption: 'HigherPriority' } as const;
  const better = withPriority(b, '200');
  const preempted = input([a, better, c], { ledger, policy: preempting });
  const first = step(preempted);

  test.each<[string, readonly PodView[]]>([
    ['is lost, and no other is better', [a, notReady(better), readySince(c, START_MS - HOUR_MS)]],
    ['is no better any more', [a, b, c]],
  ])('that %s ends at once with the old one', (_, pods) => {
    expect(summary(first)).toBe('Draining -@3 Preemption');
    expect(summary(step(withPods(afterwards(preempted, first, 1000), pods)))).toBe('Active a@4 HandoverAborted');
  });

  test('that is lost goes on with another better one, or with any when the old one fails', () => {
    const other = [a, notReady(better), withPriority(c, '150')];
    expect(summary(step(withPods(afterwards(preempted, first, 10_000), other)))).toBe('Active c@4 Preemption');
    const failing = [notReady(a), notReady(better), c];
    expect(summary(step(withPods(afterwards(preempted, first, 1000), failing)))).toBe('Active c@4 Preemption');
  });
});

describe('a hold that begins while draining', () => {
  const unreachable: NodeHealth = { state: 'Unreachable', isLastChoice: false };
  const nodes = { byName: new Map([['n1', unreachable]]), heldUntilMonotonicMs: 600_000 };
  const [darkA, darkB, darkC] = [onNode(a, 'n1'), onNode(b, 'n1'), onNode(c, 'n1')];

  test.each<[string, readonly PodView[], string]>([
    ['for all pods that could take over brings the old one back', [darkA, darkB, darkC], 'Active a@4 HandoverAborted'],
    ['for the old one alone changes nothing', [notReady(darkA), onNode(b, 'n2'), c], 'Draining -@3'],
  ])('%s', (_, pods, expected) => {
    expect(summary(step({ ...later(1000, pods), nodes }))).toBe(expected);
  });
});

describe('nothing is drained', () => {
  test('in a failover', () => {
    expect(summary(step(input([notReady(a), b], { ledger, policy })))).toBe('Active b@4 PodNotReady');
  });

  test('in a failover, and the old pod is not deleted either: it may recover', () => {
    const deleting = { ...policy, demotedPod: 'Delete' } as const;
    const { ledger: after } = step(input([notReady(a), b], { ledger, policy: deleting }));
    expect(after).toMatchObject({ from: { name: 'a' }, holder: { name: 'b' }, demote: false });
  });

  test('when an impaired active is moved on request', () => {
    const manual = { ...policy, mode: 'Manual' } as const;
    const impaired = input([notReady(a), b], { ledger, policy: manual, switchover });
    expect(summary(step(impaired))).toBe('Active b@4 Switchover');
  });

  test('but a pod with a withdrawn priority is drained, and so is a preempted one', () => {
    const unwanted = input([withPriority(a, '0'), b], { ledger, policy });
    expect(summary(step(unwanted))).toBe('Draining -@3 PriorityWithdrawn');
    const preempted = { ...policy, order: 'Priority', preemption: 'HigherPriority' } as const;
    const better = input([a, withPriority(b, '200')], { ledger, policy: preempted });
    expect(summary(step(better))).toBe('Draining -@3 Preemption');
  });
});
