import { describe, expect, test } from '@jest/globals';
import { switchoverEvent, transitionEvent } from '../../src/desired/electionEvent.ts';
import type { LedgerTransition } from '../../src/election/transition.ts';

const owner = { name: 'orders', uid: 'u1' };
const [a, b] = [
  { name: 'a', uid: 'a' },
  { name: 'b', uid: 'b' },
];
const failover: LedgerTransition = {
  term: 7,
  cause: 'PodNotReady',
  from: a,
  to: b,
  next: undefined,
  detectedMs: 0,
  electedMs: 0,
};

describe('the Event of a transition', () => {
  test('names the active pod, its predecessor and the cause', () => {
    expect(transitionEvent(owner, failover)).toEqual({
      name: 'orders.u1.7',
      type: 'Normal',
      reason: 'ActiveElected',
      action: 'Elect',
      note: 'b is active in term 7 instead of a, because the active pod is not ready',
    });
  });

  test('is a Warning when no pod is active any more', () => {
    expect(transitionEvent(owner, { ...failover, to: undefined, cause: 'PodDeleted' })).toEqual({
      name: 'orders.u1.7.withdrawn',
      type: 'Warning',
      reason: 'ActiveWithdrawn',
      action: 'Withdraw',
      note: 'a is no longer published, and no pod is active in term 7, because the active pod is gone; the first pod to become eligible takes over',
    });
  });

  test.each([
    ['no pod before', undefined],
    ['the same pod before', b],
  ])('names no predecessor with %s', (_, from) => {
    expect(transitionEvent(owner, { ...failover, from }).note).toBe(
      'b is active in term 7, because the active pod is not ready',
    );
  });

  test('has a name of its own for each term, and for its end', () => {
    const names = [failover, { ...failover, to: undefined }, { ...failover, term: 8 }].map(
      (each) => transitionEvent(owner, each).name,
    );
    expect(new Set(names).size).toBe(3);
  });

  test("has a valid Event name, however long the object's name is", () => {
    const uid = '5b7b0c1e-0000-4000-8000-000000000000';
    const { name } = transitionEvent({ name: 'n'.repeat(253), uid }, { ...failover, term: 2 ** 53, to: undefined });
    expect(name.length).toBeLessThanOrEqual(253);
  });
});

describe('the Event of a request', () => {
  test.each([
    ['Completed', 'Normal', 'SwitchoverCompleted'],
    ['Rejected', 'Warning', 'SwitchoverRejected'],
  ])('that is %s is of type %s', (state, type, reason) => {
    const event = switchoverEvent(owner, { requestID: 'Night:1', state, message: 'It is so.' });
    expect(event).toMatchObject({ type, reason, action: 'Switchover', note: 'Request Night:1: It is so.' });
    expect(event?.name).toMatch(/^orders\.u1\.switchover\.[0-9a-f]{16}\.(completed|rejected)$/);
  });

  test('is not written while it is pending', () => {
    expect(switchoverEvent(owner, { requestID: '1', state: 'Pending', message: '' })).toBeUndefined();
    expect(switchoverEvent(owner, { handledRequestIDs: ['1'] })).toBeUndefined();
  });

  test('has a name of its own for each request', () => {
    const names = ['1', '2'].map((requestID) => switchoverEvent(owner, { requestID, state: 'Completed' })?.name);
    expect(new Set(names).size).toBe(2);
  });
});
