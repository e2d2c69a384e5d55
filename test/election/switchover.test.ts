// Requests in spec.switchover and their answers.
import { describe, expect, test } from '@jest/globals';
import { switchoverReasons } from '../../src/api/switchoverReasons.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import { step } from '../../src/election/step.ts';
import { afterwards, asking, emptied, input, serving, summary } from '../support/election/electionInputs.ts';
import { notReady, pod, START_MS } from '../support/election/pods.ts';

const [a, b, c] = [pod('a'), pod('b'), pod('c')];
const ledger = serving(a);
const toB = asking({ targetPod: 'b' });
const drains = { strategy: 'BreakBeforeMake', drainTimeoutMs: 10_000 } as const;
const HOUR_MS = 3_600_000;

function asked(...request: Parameters<typeof asking>): ElectionInput {
  return input([a, b], { ledger, switchover: asking(...request) });
}

/** A handover to b that has begun. */
const draining = afterwards(
  input([a, b, c], { ledger, switchover: toB, policy: drains }),
  step(input([a, b, c], { ledger, switchover: toB, policy: drains })),
  1000,
);

const verdicts: readonly [keyof typeof switchoverReasons, string, ElectionInput, object][] = [
  ['Moved', 'a request that is carried out', asked({ targetPod: 'b' }), { podName: 'b' }],
  [
    'MovedElsewhere',
    'a target that is lost while the active is drained',
    { ...draining, pods: [a, notReady(b), c], now: { wallMs: START_MS + 10_000, monotonicMs: 10_000 } },
    { podName: 'c' },
  ],
  ['AlreadyActive', 'the active itself', asked({ targetPod: 'a' }), { podName: 'a' }],
  ['Scheduled', 'a notBefore in the future', asked({ notBeforeMs: START_MS + 1 }), {}],
  ['Draining', 'a handover in progress', draining, { podName: 'b' }],
  ['Paused', 'a pause', input([a, b], { ledger, switchover: toB, policy: { paused: true } }), {}],
  ['ElectionsBlocked', 'a status that lags', input([a, b], { ledger, switchover: toB, electionsBlocked: true }), {}],
  ['NothingElected', 'an object that has never had an active', input([a, b], { switchover: toB }), {}],
  ['TargetMissing', 'a pod that is not selected', asked({ targetPod: 'z' }), { podName: 'z' }],
  [
    'TargetNotEligible',
    'a pod that is not ready',
    input([a, notReady(b)], { ledger, switchover: toB }),
    { podName: 'b', candidateReason: 'NotReady' },
  ],
  ['NoOtherCandidate', 'any target when there is no other candidate', input([a], { ledger, switchover: asking() }), {}],
  ['TargetLost', 'a target that is lost with all others', { ...draining, pods: [a] }, { podName: 'b' }],
  [
    'HandledBefore',
    'a request that was handled long ago',
    input([a, b], { ledger, switchover: { ...toB, handledRequestIDs: ['r1', 'r2'] } }),
    {},
  ],
];

describe('a request', () => {
  test.each(verdicts)('is answered with %s: %s', (reason, _, ...[before, more]) => {
    expect(step(before).switchover).toMatchObject({ requestID: 'r1', reason, ...more });
  });

  test('has each verdict in the table', () => {
    expect(verdicts.map(([reason]) => reason)).toEqual(Object.keys(switchoverReasons));
  });

  test('is recorded with the election that it causes, and not carried out again', () => {
    const first = step(asked());
    expect(summary(first)).toBe('Active b@4 Switchover');
    expect(first.ledger).toMatchObject({ requestID: 'r1', from: { name: 'a' }, automaticMs: undefined });
    const again = step(afterwards(asked(), first));
    expect([summary(again), again.switchover?.reason]).toEqual(['Active b@4', 'Moved']);
  });

  test('gets no further answer once the status reports its end', () => {
    const ended = { ...toB, endedRequestID: 'r1', handledRequestIDs: ['r1'] };
    expect(step(input([a, b], { ledger, switchover: ended })).switchover).toBeUndefined();
  });

  test('of an earlier ID moves nothing when it comes back', () => {
    const back = { ...asking({ requestID: 'r1' }), endedRequestID: 'r2', handledRequestIDs: ['r1', 'r2'] };
    const after = step(input([a, b], { ledger: { ...ledger, requestID: 'r2' }, switchover: back }));
    expect([summary(after), after.switchover?.reason]).toEqual(['Active a@3', 'HandledBefore']);
  });

  test('waits until the status has the request that the ledger records', () => {
    const recorded = { ...ledger, requestID: 'r0' };
    const early = step(input([a, b], { ledger: recorded, switchover: toB }));
    expect([summary(early), early.switchover?.reason]).toEqual(['Active a@3', 'ElectionsBlocked']);
    const handled = { ...toB, endedRequestID: 'r0', handledRequestIDs: ['r0'] };
    expect(summary(step(input([a, b], { ledger: recorded, switchover: handled })))).toBe('Active b@4 Switchover');
  });

  test('that was rejected stays rejected, although the status may not have it yet', () => {
    const refused = input([a, notReady(b)], { ledger, switchover: toB });
    const next = { ...afterwards(refused, step(refused)), pods: [a, b] };
    expect(summary(step(next))).toBe('Active a@3');
    expect(step(next).switchover?.reason).toBe('TargetNotEligible');
  });

  test('that precedes the first election is answered by it, also after a crash', () => {
    const first = step(input([a, b], { switchover: toB }));
    expect([summary(first), first.ledger.requestID]).toEqual(['Active a@1 Initial', 'r1']);
    const restarted = input([a, b], { ledger: first.ledger, switchover: toB });
    expect([summary(step(restarted)), step(restarted).switchover?.reason]).toEqual(['Active a@1', 'NothingElected']);
  });

  test('elects its target when no pod is active', () => {
    const vacant = input([b, c], { ledger: emptied(a), switchover: asking({ targetPod: 'c' }) });
    expect(summary(step(vacant))).toBe('Active c@4 Switchover');
  });
});

describe('notBefore', () => {
  const scheduled = asked({ notBeforeMs: START_MS + 20_000 });

  test('waits for notBefore by the wall clock', () => {
    expect(step(scheduled).requeueAtMonotonicMs).toBe(20_000);
    expect(summary(step(afterwards(scheduled, step(scheduled), 20_000)))).toBe('Active b@4 Switchover');
  });

  test('is checked twice a minute, because that clock may jump', () => {
    const far = asked({ notBeforeMs: START_MS + HOUR_MS });
    expect(step(far).requeueAtMonotonicMs).toBe(30_000);
    const jumped = afterwards(far, step(far), 30_000);
    const now = { ...jumped.now, wallMs: START_MS + HOUR_MS };
    expect(summary(step({ ...jumped, now }))).toBe('Active b@4 Switchover');
  });

  test('is cancelled when it is removed', () => {
    const { requeueAtMonotonicMs, switchover } = step(input([a, b], { ledger }));
    expect({ requeueAtMonotonicMs, switchover }).toEqual({ requeueAtMonotonicMs: undefined, switchover: undefined });
  });
});
