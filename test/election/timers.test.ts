// Durations of timers: monotonic starts decide inside a process, wall-clock times after a restart.
import { describe, expect, test } from '@jest/globals';
import { freshElectionState } from '../../src/election/electionState.ts';
import { step } from '../../src/election/step.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import { afterwards, input, serving, summary, type ElectionInputChange } from '../support/election/electionInputs.ts';
import { failed, notReady, pod, readySince, START_MS, terminating } from '../support/election/pods.ts';

const [a, b] = [pod('a'), pod('b')];
const HOUR_MS = 3_600_000;

function suspect(change: ElectionInputChange = {}): ElectionInput {
  return input([notReady(a), b], { ledger: serving(a), policy: { delayMs: 10_000 }, ...change });
}

/** The time until the step's requeue. */
function waitOf(before: ElectionInput): number | undefined {
  const { requeueAtMonotonicMs } = step(before);
  return requeueAtMonotonicMs === undefined ? undefined : requeueAtMonotonicMs - before.now.monotonicMs;
}

function settling(readySinceMs: number): ElectionInput {
  return input([readySince(a, readySinceMs)], { policy: { minReadyMs: 10_000 } });
}

function stateAfter(before: ElectionInput): readonly string[] {
  return Object.keys(step(before).electionState.settling);
}

describe('the timer of an active that is not ready', () => {
  test('runs for failover.delay from its detection', () => {
    expect(step(suspect())).toMatchObject({
      phase: 'Suspect',
      pending: {
        cause: 'PodNotReady',
        detectedMs: START_MS,
        deadlineMs: START_MS + 10_000,
        to: { name: 'b', uid: 'b-uid' },
      },
      requeueAtMonotonicMs: 10_000,
    });
  });

  test('goes on in the next step, whatever the wall clock is then', () => {
    const next = afterwards(suspect(), step(suspect()), 4000);
    const jumped = { ...next, now: { ...next.now, wallMs: next.now.wallMs + HOUR_MS } };
    expect(waitOf(jumped)).toBe(6000);
  });

  test('follows a changed failover.delay, counted from the same start', () => {
    const next = afterwards(suspect(), step(suspect()), 4000);
    expect(waitOf({ ...next, policy: { ...next.policy, delayMs: 5000 } })).toBe(1000);
    expect(summary(step({ ...next, policy: { ...next.policy, delayMs: 4000 } }))).toBe('Active b@4 PodNotReady');
  });

  test('starts again for another pod', () => {
    const { electionState } = step(suspect());
    const now = { wallMs: START_MS + 9000, monotonicMs: 9000 };
    const change = { ledger: serving(b), electionState, now, noticedMs: now.wallMs, policy: { delayMs: 10_000 } };
    expect(waitOf(input([notReady(b), a], change))).toBe(10_000);
  });

  test('ends with the recovery, and is forgotten', () => {
    const next = afterwards(suspect(), step(suspect()), 4000);
    const { pending, electionState } = step({ ...next, pods: [a, b], holder: a });
    expect({ pending, electionState }).toEqual({ pending: undefined, electionState: freshElectionState });
  });

  test('does not run while paused', () => {
    const { pending, requeueAtMonotonicMs } = step(suspect({ policy: { delayMs: 10_000, paused: true } }));
    expect({ pending, requeueAtMonotonicMs }).toEqual({ pending: undefined, requeueAtMonotonicMs: undefined });
  });

  test.each<[string, number, number | undefined]>([
    ['goes on', -4000, 6000],
    ['is over when its time passed meanwhile', -11_000, undefined],
    ['starts again when it seems to begin in the future', HOUR_MS, 10_000],
  ])('%s after a restart', (_, sinceMs, expected) => {
    const reported = { failover: { sinceMs: START_MS + sinceMs, isNotReady: true }, preemption: undefined };
    expect(waitOf(suspect({ reported }))).toBe(expected);
  });

  test('keeps the moment of detection for the transition that follows', () => {
    const next = afterwards(suspect(), step(suspect()), 10_000);
    expect(step(next).transition).toMatchObject({ detectedMs: START_MS, electedMs: START_MS + 10_000 });
  });

  test.each([
    ['terminating and keeps serving', terminating(a)],
    ['not ready, where KeepLast keeps it after the delay', notReady(a)],
  ])('requeues nothing for an active that is %s', (_, active) => {
    const policy = { noCandidate: 'KeepLast' } as const;
    const kept = input([active, notReady(b)], { ledger: serving(a), policy });
    expect(step(kept)).toMatchObject({ phase: 'Suspect', requeueAtMonotonicMs: undefined });
  });
});

describe('minReady', () => {
  test.each<[string, number, number | undefined]>([
    ['has just become ready', 0, 10_000],
    ['has been ready for a while', -4000, 6000],
    ['was ready for long enough before the first step', -10_000, undefined],
    ['became ready in the future by another clock', HOUR_MS, 10_000],
  ])('of a pod that %s', (_, sinceMs, expected) => {
    expect(waitOf(settling(START_MS + sinceMs))).toBe(expected);
  });

  test.each([HOUR_MS, -HOUR_MS])('is not changed by a wall clock that jumps by %d ms', (byMs) => {
    const before = settling(START_MS);
    const next = afterwards(before, step(before), 4000);
    expect(waitOf({ ...next, now: { ...next.now, wallMs: next.now.wallMs + byMs } })).toBe(6000);
  });

  test('restarts with another Ready transition, and with another minReady', () => {
    const before = settling(START_MS - 9000);
    const next = afterwards(before, step(before), 500);
    expect(waitOf({ ...next, pods: [readySince(a, START_MS)] })).toBe(9500);
    expect(waitOf({ ...next, policy: { ...next.policy, minReadyMs: 20_000 } })).toBe(10_500);
  });

  test('is remembered for ready pods only', () => {
    const pods = [readySince(a, START_MS), notReady(b), failed(pod('c'))];
    expect(stateAfter(input(pods, { policy: { minReadyMs: 10_000 } }))).toEqual(['a-uid']);
    expect(stateAfter(input(pods))).toEqual([]);
  });

  test('of several pods requeues for the first', () => {
    const pods = [readySince(a, START_MS - 1000), readySince(b, START_MS - 3000)];
    expect(waitOf(input(pods, { policy: { minReadyMs: 10_000 } }))).toBe(7000);
  });
});
