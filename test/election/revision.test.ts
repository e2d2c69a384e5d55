// Pods of the newest revision come first, so that a rollout does not move the active to a pod that is replaced
// next.
import { describe, expect, test } from '@jest/globals';
import type { NodesInput } from '../../src/election/nodes.ts';
import type { PodView } from '../../src/election/podView.ts';
import { nodesOf } from '../support/election/nodes.ts';
import { serving, stepOf, summary } from '../support/election/electionInputs.ts';
import {
  notReady,
  ofRevision,
  onNode,
  pod,
  readySince,
  START_MS,
  terminating,
  withLabels,
  withPriority,
} from '../support/election/pods.ts';

const [a, b, c] = [pod('a'), pod('b'), pod('c')];

/** A later pod: created later, and ready for less time. */
function old(of: PodView): PodView {
  return ofRevision(of, '1');
}

function young(of: PodView, afterMs = 60_000): PodView {
  return readySince(ofRevision(of, '2', afterMs), START_MS - 1000);
}

/** Of the old revision, and ready for less time than the others. */
const late = readySince(old(a), START_MS);

function order(pods: readonly PodView[], change: Parameters<typeof stepOf>[1] = {}): string {
  const names = [pods, pods.toReversed()].map((listed) =>
    stepOf(listed, change).candidates.map((candidate) => candidate.pod.metadata.name),
  );
  expect(names[0]).toEqual(names[1]);
  return names[0]?.join('') ?? '';
}

function statefulSet(of: PodView): PodView {
  const { app = '', 'pod-template-hash': hash = '' } = of.metadata.labels;
  return { ...of, metadata: { ...of.metadata, labels: { app, 'controller-revision-hash': `db-${hash}` } } };
}

describe('the newest revision', () => {
  test.each<[string, readonly PodView[], string]>([
    ['comes first, though it has been ready for less time', [old(a), young(b)], 'ba'],
    ['of a StatefulSet too', [statefulSet(old(a)), statefulSet(young(b))], 'ba'],
    [
      'is that of the pod created last: after a rollback the old one',
      [late, young(b), readySince(ofRevision(c, '1', 90_000), START_MS + 1)],
      'acb',
    ],
    ['is known from a pod that is not ready yet', [late, young(b), notReady(ofRevision(c, '1', 90_000))], 'abc'],
    ['is known from a pod that is terminating', [late, young(b), terminating(ofRevision(c, '1', 90_000))], 'abc'],
    ['orders its own pods: the longest ready first', [old(a), young(c), readySince(young(b), START_MS)], 'cba'],
    ['does not count when no pod of it is eligible', [old(a), readySince(old(b), START_MS), notReady(young(c))], 'abc'],
    ['does not count when one pod has none', [old(a), young(b), c], 'acb'],
    ['does not count when pods are of two kinds of workload', [old(a), statefulSet(young(b))], 'ab'],
  ])('%s', (_, pods, expected) => {
    expect(order(pods)).toBe(expected);
  });

  test.each<[string, readonly PodView[], string]>([
    ['that of the pod template hash, if all pods have both labels', [old(a), young(b)].map(both), 'ba'],
    [
      'the one that began later, if the last pods were created in one second',
      [old(b), old(c), young(a, 0), ofRevision(b, '1', -9000)],
      'a',
    ],
  ])('when two qualify is %s', (_, pods, expected) => {
    expect(order(pods).slice(0, expected.length)).toBe(expected);
  });

  test('of pods created in one second is the same in any order of the pods', () => {
    expect(order([ofRevision(b, '1'), ofRevision(a, '2')])).toBe('ab');
    expect(order([ofRevision(b, '2'), ofRevision(a, '1')])).toBe('ba');
  });

  test('comes after the priority', () => {
    const pods = [withPriority(old(a), '200'), young(b)];
    expect(order(pods, { policy: { order: 'Priority' } })).toBe('ab');
    expect(order(pods)).toBe('ba');
  });

  test('comes after last-choice nodes', () => {
    const nodes: NodesInput = {
      byName: new Map([['n2', { state: 'Healthy', isLastChoice: true }]]),
      heldUntilMonotonicMs: undefined,
    };
    expect(order([old(a), onNode(young(b), 'n2')], { nodes })).toBe('ab');
    expect(order([old(a), onNode(young(b), 'n2')], { nodes: nodesOf('Healthy', 'Healthy') })).toBe('ba');
  });

  test('never moves an active that serves', () => {
    expect(summary(stepOf([old(a), young(b)], { ledger: serving(a) }))).toBe('Active a@3');
  });

  test('gets the active when it must move', () => {
    const pods = [terminating(old(a)), old(c), young(b)];
    expect(summary(stepOf(pods, { ledger: serving(a) }))).toBe('Active b@4 PodTerminating');
  });

  test('gets the active in a switchover without a target', () => {
    const request = { requestID: 'r1', targetPod: undefined, notBeforeMs: undefined };
    const switchover = { request, endedRequestID: undefined, handledRequestIDs: [] };
    const pods = [old(a), old(c), young(b)];
    expect(summary(stepOf(pods, { ledger: serving(a), switchover }))).toBe('Active b@4 Switchover');
  });
});

function both(of: PodView): PodView {
  const opposite = of.metadata.labels['pod-template-hash'] === '1' ? '2' : '1';
  return withLabels(of, { 'controller-revision-hash': opposite });
}
