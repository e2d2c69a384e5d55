// How node states affect the active and candidates, and what a hold changes.
import { describe, expect, test } from '@jest/globals';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import type { NodeHealth, NodeState } from '../../src/election/nodes.ts';
import { step } from '../../src/election/step.ts';
import { input, serving, summary, type ElectionInputChange } from '../support/election/electionInputs.ts';
import { nodesOf } from '../support/election/nodes.ts';
import { notReady, onNode, pod, withPriority } from '../support/election/pods.ts';

const a = onNode(pod('a'), 'n1');
const b = onNode(pod('b'), 'n2');
const ledger = serving(a);
const UNTIL = 60_000;

function seen(nodes: ElectionInput['nodes'], change: ElectionInputChange = {}, pods = [a, b]): ElectionInput {
  return input(pods, { ledger, nodes, ...change });
}

/** The outcome with Immediate, and with PodReadiness. */
function bothModes(nodes: ElectionInput['nodes'], pods = [a, b]): readonly string[] {
  return (['Immediate', 'PodReadiness'] as const).map((nodeFailure) =>
    summary(step(seen(nodes, { policy: { nodeFailure } }, pods))),
  );
}

/** Why b may not be elected, in both modes. */
function verdicts(state: NodeState, heldUntilMs?: number): readonly string[] {
  return (['Immediate', 'PodReadiness'] as const).map((nodeFailure) => {
    const { candidates } = step(seen(nodesOf('Healthy', state, heldUntilMs), { policy: { nodeFailure } }));
    return candidates.find(({ pod: { metadata } }) => metadata.name === 'b')?.reason ?? 'missing';
  });
}

describe('the node of the active', () => {
  test.each<[NodeState, number | undefined, string, string]>([
    ['Healthy', undefined, 'Active a@3', 'Active a@3'],
    ['NotReady', undefined, 'Active b@4 NodeNotReady', 'Active a@3'],
    ['Unreachable', undefined, 'Active b@4 NodeUnreachable', 'Active a@3'],
    ['OutOfService', undefined, 'Active b@4 NodeOutOfService', 'Active a@3'],
    ['NotReady', UNTIL, 'Suspect a@3', 'Active a@3'],
    ['Unreachable', UNTIL, 'Suspect a@3', 'Active a@3'],
    ['OutOfService', UNTIL, 'Active b@4 NodeOutOfService', 'Active a@3'],
    ['Deleted', undefined, 'Active b@4 NodeDeleted', 'Active a@3'],
    ['Deleted', UNTIL, 'Active b@4 NodeDeleted', 'Active a@3'],
  ])('is %s with a hold until %p', (state, heldUntilMs, ...expected) => {
    expect(bothModes(nodesOf(state, 'Healthy', heldUntilMs))).toEqual(expected);
  });

  test('that is unknown changes nothing', () => {
    expect(summary(step(seen({ byName: new Map(), heldUntilMonotonicMs: undefined })))).toBe('Active a@3');
  });

  test('may be kept by KeepLast, and moves nothing in Manual mode', () => {
    const alone = seen(nodesOf('NotReady', 'Healthy'), { policy: { noCandidate: 'KeepLast' } }, [a, notReady(b)]);
    expect(summary(step(alone))).toBe('Suspect a@3');
    const manual = seen(nodesOf('Unreachable', 'Healthy'), { policy: { mode: 'Manual' } });
    expect([summary(step(manual)), step(manual).impairment?.urgency]).toEqual(['Suspect a@3', 'onRequest']);
  });
});

describe('the node of a candidate', () => {
  test.each<[NodeState, number | undefined, string, string]>([
    ['Healthy', undefined, 'Eligible', 'Eligible'],
    ['NotReady', undefined, 'NodeNotReady', 'Eligible'],
    ['Unreachable', undefined, 'NodeUnreachable', 'Eligible'],
    ['OutOfService', undefined, 'NodeOutOfService', 'Eligible'],
    ['NotReady', UNTIL, 'NodeNotReady', 'Eligible'],
    ['Unreachable', UNTIL, 'NodeUnreachable', 'NodeUnreachable'],
    ['OutOfService', UNTIL, 'NodeOutOfService', 'Eligible'],
    ['Deleted', undefined, 'NodeDeleted', 'Eligible'],
    ['Deleted', UNTIL, 'NodeDeleted', 'Eligible'],
  ])('is %s with a hold until %p', (state, heldUntilMs, ...expected) => {
    expect(verdicts(state, heldUntilMs)).toEqual(expected);
  });

  test.each<[string, NodeHealth, string]>([
    ['is cordoned', { state: 'Healthy', isLastChoice: true }, 'ca'],
    ['is not ready, with PodReadiness', { state: 'NotReady', isLastChoice: false }, 'ca'],
    ['is deleted, with PodReadiness', { state: 'Deleted', isLastChoice: false }, 'ca'],
    ['is healthy', { state: 'Healthy', isLastChoice: false }, 'ac'],
  ])('that %s comes in this order', (_, health, expected) => {
    const byName = new Map([['n1', health]]);
    const nodes = { byName, heldUntilMonotonicMs: undefined };
    const policy = { nodeFailure: 'PodReadiness' } as const;
    const { candidates } = step(input([a, onNode(pod('c'), 'n3')], { nodes, policy }));
    expect(candidates.map(({ pod: { metadata } }) => metadata.name).join('')).toBe(expected);
  });

  test('that is cordoned is used when there is no other', () => {
    const byName = new Map([['n2', { state: 'Healthy' as const, isLastChoice: true }]]);
    expect(summary(step(seen({ byName, heldUntilMonotonicMs: undefined }, {}, [b])))).toBe('Active b@4 PodDeleted');
  });
});

describe('during a hold', () => {
  const held = nodesOf('Unreachable', 'Healthy', UNTIL);

  test('NotReady of pods on unreachable nodes is not acted on, in both modes', () => {
    expect(bothModes(held, [notReady(a), b])).toEqual(['Suspect a@3', 'Suspect a@3']);
    const { pending, requeueAtMonotonicMs } = step(seen(held, {}, [notReady(a), b]));
    expect(pending).toMatchObject({ deadlineMs: undefined, to: { name: 'b' } });
    expect(requeueAtMonotonicMs).toBe(UNTIL);
  });

  test('NotReady of pods on other nodes is acted on', () => {
    expect(bothModes(nodesOf('Healthy', 'Healthy', UNTIL), [notReady(a), b])).toEqual([
      'Active b@4 PodNotReady',
      'Active b@4 PodNotReady',
    ]);
  });

  test.each<[string, ElectionInput, string]>([
    ['deletion', seen(held, {}, [b]), 'PodDeleted'],
    ['fencing', seen(held, { policy: { fencedPods: ['a'] } }), 'PodFenced'],
    ['a withdrawn priority', seen(held, {}, [withPriority(a, '0'), b]), 'PriorityWithdrawn'],
  ])('%s goes on', (_, before, cause) => {
    expect(summary(step(before))).toBe(`Active b@4 ${cause}`);
  });

  test('objects without pods on unhealthy nodes do not wait for its end', () => {
    expect(step(seen(nodesOf('Healthy', 'Healthy', UNTIL))).requeueAtMonotonicMs).toBeUndefined();
  });
});
