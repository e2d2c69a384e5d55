import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ActiveStandbyServiceStatus } from '../../src/api/activeStandbyService.generated.ts';
import { conditionTypes } from '../../src/api/conditions.ts';
import { parseActiveStandbyService } from '../../src/api/validate.ts';
import type { Outcome, PublishedTransition } from '../../src/desired/outcome.ts';
import { nextStatus } from '../../src/desired/status.ts';
import { anyElectionInput } from '../support/election/anyElectionInput.ts';
import { asvcObject } from '../support/objects/asvcs.ts';
import { emptied, input, serving } from '../support/election/electionInputs.ts';
import { outcomeOf } from '../support/election/outcomes.ts';
import { notReady, pod, START_MS } from '../support/election/pods.ts';

const [a, b] = [pod('a'), pod('b')];
const active = outcomeOf(input([a, notReady(b)], { ledger: { ...serving(a), electedMs: START_MS } }));

function transition(term: number, to?: string): PublishedTransition {
  const detectedMs = START_MS + term * 1000;
  return {
    term,
    cause: to === undefined ? 'PodDeleted' : 'PodNotReady',
    from: { name: 'x', uid: 'x' },
    to: to === undefined ? undefined : { name: to, uid: to },
    next: undefined,
    detectedMs,
    electedMs: detectedMs + 1,
    publishedMs: detectedMs + 5.6,
  };
}

function status(outcome: Outcome, previous: ActiveStandbyServiceStatus = {}): ActiveStandbyServiceStatus {
  return nextStatus(outcome, previous, []);
}

function history(transitions: readonly PublishedTransition[], previous: ActiveStandbyServiceStatus = {}) {
  return nextStatus(active, previous, transitions).history?.map(({ term, toPod = '-' }) => `${toPod}@${term}`);
}

/** A field that is not in the CRD's schema is dropped, and its absence is seen. */
function isAllowed(next: ActiveStandbyServiceStatus): boolean {
  const parsed = parseActiveStandbyService(asvcObject('orders', {}, { status: next }));
  return parsed.valid && JSON.stringify(parsed.value.status) === JSON.stringify(next);
}

describe('the status of an active', () => {
  test('says which pod is active, since when and in which term', () => {
    expect(status(active)).toMatchObject({
      observedGeneration: 1,
      phase: 'Active',
      phaseSince: '2026-01-01T00:00:00.000000Z',
      term: 3,
      termHolderUID: 'a-uid',
      active: {
        podName: 'a',
        podUID: 'a-uid',
        podIPs: ['10.0.0.97'],
        nodeName: 'n1',
        electedTime: '2026-01-01T00:00:00.000000Z',
      },
      candidateSummary: '1/2',
      candidates: [
        { podName: 'a', eligible: true, reason: 'Eligible', priority: 100 },
        { podName: 'b', eligible: false, reason: 'NotReady', priority: 100 },
      ],
      serviceName: 'orders',
    });
  });

  test('keeps phaseSince as long as the phase lasts', () => {
    const { phaseSince } = status(active);
    expect(status({ ...active, atMs: START_MS + 9000 }, status(active)).phaseSince).toBe(phaseSince);
    const vacant = { ...outcomeOf(input([], { ledger: emptied(a) })), atMs: START_MS + 9000 };
    expect(status(vacant, status(active)).phaseSince).toBe('2026-01-01T00:00:09.000000Z');
  });

  test('does not report a term that the slice does not record', () => {
    const unrecorded = status({ ...active, isRecorded: false });
    expect([unrecorded.term, unrecorded.termHolderUID, unrecorded.active]).toEqual([undefined, undefined, undefined]);
  });

  test('never lowers the term, and keeps its holder when no pod is active', () => {
    const later = status({ ...active, ledger: emptied(b, 2) }, { term: 3, termHolderUID: 'a-uid' });
    expect([later.term, later.termHolderUID, later.active]).toEqual([3, 'a-uid', undefined]);
  });

  test('lists at most sixteen candidates, the first ones', () => {
    const many = Array.from('abcdefghijklmnopqrst', (name) => pod(name));
    const { candidates = [], candidateSummary } = status(outcomeOf(input(many, { ledger: serving(a) })));
    expect(candidates.map(({ podName }) => podName).join('')).toBe('abcdefghijklmnop');
    expect(candidateSummary).toBe('20/20');
  });
});

describe('a pending failover', () => {
  test('has a deadline when a timer runs', () => {
    const suspect = input([notReady(a), b], { ledger: serving(a), policy: { delayMs: 10_000 } });
    expect(status(outcomeOf(suspect)).failover).toEqual({
      cause: 'PodNotReady',
      detectedTime: '2026-01-01T00:00:00.000000Z',
      deadline: '2026-01-01T00:00:10.000000Z',
      delayMilliseconds: 10_000,
      toPod: 'b',
    });
  });

  test('has no deadline when it waits for another pod', () => {
    const leaving = input([{ ...a, terminating: true }], { ledger: serving(a) });
    expect(status(outcomeOf(leaving)).failover).toEqual({
      cause: 'PodTerminating',
      detectedTime: '2026-01-01T00:00:00.000000Z',
    });
  });

  test('is not reported while paused or when there is none', () => {
    const paused = input([notReady(a)], { ledger: serving(a), policy: { paused: true } });
    expect(status(outcomeOf(paused))).not.toHaveProperty('failover');
    expect(status(active)).not.toHaveProperty('failover');
  });
});

describe('the history', () => {
  test('has each transition with its times and duration', () => {
    expect(nextStatus(active, {}, [transition(1, 'a')]).lastTransition).toEqual({
      term: 1,
      cause: 'PodNotReady',
      fromPod: 'x',
      toPod: 'a',
      detectedTime: '2026-01-01T00:00:01.000000Z',
      electedTime: '2026-01-01T00:00:01.001000Z',
      publishedTime: '2026-01-01T00:00:01.005600Z',
      durationMilliseconds: 6,
    });
  });

  test('has the latest first, and ten at most', () => {
    const twelve = Array.from({ length: 12 }, (_, index) => transition(index + 1, 'a'));
    expect(history(twelve)?.length).toBe(10);
    expect(history(twelve)?.[0]).toBe('a@12');
  });

  test('has each transition once, however often it is reported', () => {
    const transitions = [transition(1, 'a'), transition(1), transition(1, 'a'), transition(2, 'b')];
    const once = ['b@2', '-@1', 'a@1'];
    expect(history(transitions)).toEqual(once);
    expect(history(transitions, nextStatus(active, {}, transitions))).toEqual(once);
  });

  test('inserts a late transition in order', () => {
    const late = nextStatus(active, {}, [transition(2, 'b'), transition(4, 'd')]);
    expect(history([transition(3), transition(3, 'c')], late)).toEqual(['d@4', '-@3', 'c@3', 'b@2']);
  });

  test('is unchanged without new transitions', () => {
    const before = nextStatus(active, {}, [transition(1, 'a')]);
    expect(nextStatus(active, before, []).history).toEqual(before.history);
    expect(nextStatus(active, before, []).lastTransition).toEqual(before.history?.[0]);
  });

  test('has no negative duration when the clock was set back meanwhile', () => {
    const turned = { ...transition(1, 'a'), publishedMs: START_MS };
    expect(nextStatus(active, {}, [turned]).lastTransition?.durationMilliseconds).toBe(0);
  });

  test('omits times that a crash has made unknown', () => {
    const unknown = { ...transition(1, 'a'), publishedMs: undefined, detectedMs: undefined, from: undefined };
    expect(Object.keys(nextStatus(active, {}, [unknown]).lastTransition ?? {})).toEqual([
      'term',
      'cause',
      'toPod',
      'electedTime',
    ]);
  });
});

/** A term belongs to one pod, which is elected and perhaps withdrawn. */
const anyTransitions = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.boolean())
    .map(([term, isElected]) => transition(term, isElected ? `pod-${term}` : undefined)),
  { maxLength: 30 },
);

describe('for any inputs', () => {
  test('the status is valid by the CRD, complete, and the same again without changes', () => {
    const isSound = fc.property(anyElectionInput, anyTransitions, fc.boolean(), (before, transitions, isRecorded) => {
      const outcome = outcomeOf(before, { isRecorded });
      const next = nextStatus(outcome, {}, transitions);
      const types = next.conditions?.map(({ type }) => type).join();
      const isStable = JSON.stringify(nextStatus(outcome, next, transitions)) === JSON.stringify(next);
      return isAllowed(next) && types === conditionTypes.join() && isStable;
    });
    expect(() => fc.assert(isSound, { numRuns: 2000 })).not.toThrow();
  });
});
