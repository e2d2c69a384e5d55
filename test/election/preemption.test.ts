// When a better pod replaces an active that serves.
import { describe, expect, test } from '@jest/globals';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import type { PodView } from '../../src/election/podView.ts';
import { step } from '../../src/election/step.ts';
import {
  afterwards,
  input,
  serving,
  summary,
  withPods,
  type ElectionInputChange,
} from '../support/election/electionInputs.ts';
import { notReady, onNode, pod, START_MS, withPriority } from '../support/election/pods.ts';

const a = pod('a');
const [b, c] = [withPriority(pod('b'), '200'), withPriority(pod('c'), '300')];
const policy = { order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs: 10_000 } as const;
const HOUR_MS = 3_600_000;

function preempting(pods: readonly PodView[] = [a, b], change: ElectionInputChange = {}): ElectionInput {
  return input(pods, { ledger: serving(a), ...change, policy: { ...policy, ...change.policy } });
}

/** The next step, after some time, with other pods. */
function later(before: ElectionInput, elapsedMs: number, pods = before.pods): ElectionInput {
  return withPods(afterwards(before, step(before), elapsedMs), pods);
}

/** The pending preemption: the pod and the remaining time. */
function announced(before: ElectionInput): string | undefined {
  const { preemption, requeueAtMonotonicMs = NaN } = step(before);
  return preemption && `${preemption.pod.name} in ${requeueAtMonotonicMs - before.now.monotonicMs}`;
}

describe('a better pod', () => {
  test('takes over when it has been eligible for the delay, as a planned change', () => {
    const before = preempting([a, b], { policy: { demotedPod: 'Delete' } });
    expect(step(before).preemption).toEqual({
      pod: { name: 'b', uid: 'b-uid' },
      sinceMs: START_MS,
      deadlineMs: START_MS + 10_000,
    });
    expect(summary(step(later(before, 9999)))).toBe('Active a@3');
    const { ledger } = step(later(before, 10_000));
    expect(ledger).toMatchObject({ holder: { name: 'b' }, cause: 'Preemption', demote: true, automaticMs: undefined });
  });

  test('takes over at once without a delay', () => {
    expect(summary(step(preempting([a, b], { policy: { preemptionDelayMs: 0 } })))).toBe('Active b@4 Preemption');
  });

  test('restarts its delay after it was not eligible for a moment', () => {
    const lost = later(preempting(), 9000, [a, notReady(b)]);
    expect(announced(lost)).toBeUndefined();
    expect(announced(later(lost, 500, [a, b]))).toBe('b in 10000');
  });

  test('restarts the delay when another pod is the best', () => {
    const other = later(preempting(), 9000, [a, b, c]);
    expect(announced(other)).toBe('c in 10000');
    expect(announced(later(other, 1000))).toBe('c in 9000');
    expect(announced(later(other, 1000, [a, b]))).toBe('b in 10000');
  });

  test('follows a changed delay, counted from the same start', () => {
    const next = later(preempting(), 4000);
    expect(announced({ ...next, policy: { ...next.policy, preemptionDelayMs: 5000 } })).toBe('b in 1000');
  });

  test.each([HOUR_MS, -HOUR_MS])('is not changed by a wall clock that jumps by %d ms', (byMs) => {
    const next = later(preempting(), 4000);
    expect(announced({ ...next, now: { ...next.now, wallMs: next.now.wallMs + byMs } })).toBe('b in 6000');
  });

  test.each([
    ['goes on', { uid: 'b-uid', sinceMs: START_MS - 4000 }, 'b in 6000'],
    ['starts again when it seems to begin in the future', { uid: 'b-uid', sinceMs: START_MS + HOUR_MS }, 'b in 10000'],
    ['starts again when another pod was reported', { uid: 'c-uid', sinceMs: START_MS - 4000 }, 'b in 10000'],
  ])('%s after a restart', (_, preemption, expected) => {
    expect(announced(preempting([a, b], { reported: { failover: undefined, preemption } }))).toBe(expected);
  });

  test('whose delay passed before a restart takes over with the first step', () => {
    const reported = { failover: undefined, preemption: { uid: 'b-uid', sinceMs: START_MS - HOUR_MS } };
    expect(summary(step(preempting([a, b], { reported })))).toBe('Active b@4 Preemption');
  });
});

describe('no pod preempts', () => {
  const cordoned = new Map([['n2', { state: 'Healthy' as const, isLastChoice: true }]]);

  test.each<[string, ElectionInput]>([
    ['when the spec does not allow it', preempting([a, b], { policy: { preemption: 'Never' } })],
    ['with an equal priority', preempting([a, withPriority(b, '100')])],
    ['when the priority of the active is not a number', preempting([withPriority(a, 'high'), b])],
    ['after a switchover', preempting([a, b], { ledger: { ...serving(a), cause: 'Switchover' } })],
    [
      'from a cordoned node',
      preempting([a, onNode(b, 'n2')], { nodes: { byName: cordoned, heldUntilMonotonicMs: undefined } }),
    ],
    ['while paused', preempting([a, b], { policy: { paused: true } })],
    ['when no pod is active', preempting([a, b], { ledger: { ...serving(a), intent: 'Empty' } })],
  ])('%s', (_, before) => {
    expect(step(before).preemption).toBeUndefined();
    expect(step(later(before, 10_000)).ledger.cause).not.toBe('Preemption');
  });

  test('while the active is impaired, but the delay runs meanwhile', () => {
    const tolerant = preempting([a, b], { policy: { delayMs: 60_000 } });
    const impaired = later(tolerant, 4000, [notReady(a), b]);
    expect(summary(step(later(impaired, 6000)))).toBe('Suspect a@3');
    expect(summary(step(later(impaired, 6000, [a, b])))).toBe('Active b@4 Preemption');
  });
});
