// `failover.cooldown` limits how often a not-ready active is replaced.
import { describe, expect, test } from '@jest/globals';
import { step } from '../../src/election/step.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import type { PodView } from '../../src/election/podView.ts';
import {
  afterwards,
  asking,
  emptied,
  input,
  serving,
  summary,
  withPods,
  type ElectionInputChange,
} from '../support/election/electionInputs.ts';
import { notReady, onNode, pod, START_MS, terminating } from '../support/election/pods.ts';
import { nodesOf } from '../support/election/nodes.ts';

const [a, b] = [pod('a'), pod('b')];
const HOUR_MS = 3_600_000;
const policy = { cooldownMs: 10_000 };
const nodes = nodesOf('Unreachable', 'Healthy');

/** The last automatic election was four seconds ago. */
const ledger = { ...serving(a), automaticMs: START_MS - 4000 };

function cooling(change: ElectionInputChange = {}, pods: readonly PodView[] = [notReady(a), b]): ElectionInput {
  return input(pods, { ledger, ...change, policy: { ...policy, ...change.policy } });
}

function waitOf(before: ElectionInput): number | undefined {
  const { requeueAtMonotonicMs } = step(before);
  return requeueAtMonotonicMs === undefined ? undefined : requeueAtMonotonicMs - before.now.monotonicMs;
}

describe('an active that is not ready', () => {
  test('is kept until the cooldown has passed since the last automatic election, and the status says so', () => {
    const { phase, pending } = step(cooling());
    expect(phase).toBe('Suspect');
    expect(pending).toMatchObject({ cause: 'PodNotReady', deadlineMs: START_MS + 6000, to: { name: 'b' } });
    const next = afterwards(cooling(), step(cooling()), 5999);
    expect(summary(step(next))).toBe('Suspect a@3');
    expect(summary(step(afterwards(next, step(next), 1)))).toBe('Active b@4 PodNotReady');
  });

  test.each([
    [3000, 6000],
    [8000, 8000],
  ])('is kept for the longer of delay and cooldown: with %d ms for %d ms', (delayMs, expected) => {
    expect(waitOf(cooling({ policy: { delayMs } }))).toBe(expected);
  });

  test('is not withdrawn either during the cooldown', () => {
    const alone = cooling({}, [notReady(a), notReady(b)]);
    expect(summary(step(alone))).toBe('Suspect a@3');
    expect(summary(step(afterwards(alone, step(alone), 6000)))).toBe('Vacant -@3 PodNotReady');
  });

  test('may recover meanwhile', () => {
    const recovered = withPods(afterwards(cooling(), step(cooling()), 3000), [a, b]);
    expect(summary(step(recovered))).toBe('Active a@3');
  });

  test('is replaced at once when no election was automatic', () => {
    expect(summary(step(cooling({ ledger: serving(a) })))).toBe('Active b@4 PodNotReady');
  });
});

describe('the cooldown', () => {
  test.each([HOUR_MS, -HOUR_MS])('is not changed by a wall clock that jumps by %d ms, failure or not', (byMs) => {
    const calm = cooling({}, [a, b]);
    const next = afterwards(calm, step(calm), 1000);
    const jumped = { ...next, now: { ...next.now, wallMs: next.now.wallMs + byMs } };
    expect(waitOf(withPods(jumped, [notReady(a), b]))).toBe(5000);
  });

  test.each<[string, number, number | undefined]>([
    ['goes on', -4000, 6000],
    ['is over when its time passed meanwhile', -11_000, undefined],
    ['starts again when it seems to begin in the future', HOUR_MS, 10_000],
  ])('%s after a restart', (_, automaticMs, expected) => {
    expect(waitOf(cooling({ ledger: { ...ledger, automaticMs: START_MS + automaticMs } }))).toBe(expected);
  });

  test('follows a changed spec', () => {
    const next = afterwards(cooling(), step(cooling()), 1000);
    expect(waitOf({ ...next, policy: { ...next.policy, cooldownMs: 7000 } })).toBe(2000);
  });

  test.each<[string, ElectionInput, boolean]>([
    ['a failover', cooling({ policy: { cooldownMs: 0 } }), true],
    ['an election after a withdrawal', input([b], { ledger: emptied(a) }), true],
    ['the first election', input([a]), false],
    ['a switchover', input([a, b], { ledger: serving(a), switchover: asking() }), false],
  ])('is started by %s or not', (_, before, isBegun) => {
    const after = step(before);
    expect(after.transition?.to).toBeDefined();
    expect(after.ledger.automaticMs).toBe(isBegun ? START_MS : undefined);
  });

  test.each([
    ['deleted', cooling({}, [b]), 'PodDeleted'],
    ['terminating', cooling({}, [terminating(a), b]), 'PodTerminating'],
    ['fenced', cooling({ policy: { fencedPods: ['a'] } }, [a, b]), 'PodFenced'],
    ['on a failed node', cooling({ nodes }, [onNode(a, 'n1'), onNode(b, 'n2')]), 'NodeUnreachable'],
  ])('does not delay the replacement of an active that is %s', (_, before, cause) => {
    expect(summary(step(before))).toBe(`Active b@4 ${cause}`);
  });
});
