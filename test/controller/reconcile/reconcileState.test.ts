import { describe, expect, test } from '@jest/globals';
import { ReconcileStates } from '../../../src/controller/reconcile/reconcileState.ts';
import { TriggerTimeTracker } from '../../../src/controller/reconcile/triggerTimes.ts';
import type { EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import { ownerReference } from '../../../src/desired/ownership.ts';
import { freshElectionState } from '../../../src/election/electionState.ts';
import type { Ledger } from '../../../src/election/ledger.ts';
import type { ChangeSource } from '../../../src/kube/cache/change.ts';
import { serving } from '../../support/election/electionInputs.ts';
import { pod } from '../../support/election/pods.ts';
import { sliceOf, withTerm } from '../../support/objects/slices.ts';

const [a, b] = [pod('a'), pod('b')];

/** The ledger that is kept once a slice that we own is gone. */
function after(slice: EndpointSlice, source: ChangeSource): Ledger | undefined {
  const reconcileStates = new ReconcileStates();
  reconcileStates.keep('o1', {
    electionState: freshElectionState,
    ledger: serving(a, 3),
    isFirst: false,
    past: 'None' as const,
  });
  const ownerReferences = [ownerReference({ name: 'orders', uid: 'o1' })];
  const object = { ...slice, metadata: { ...slice.metadata, ownerReferences } };
  const metadata = { namespace: 'shop', name: 'x', uid: 's1', resourceVersion: '9' };
  reconcileStates.sliceDeleted({ type: 'Deleted', object: { metadata, parse: () => object }, source });
  return reconcileStates.of('o1').ledger;
}

describe('of a deleted slice', () => {
  test('a watch reports the last state, which counts', () => {
    expect(after(sliceOf(serving(b, 4)), 'watch')).toMatchObject({ term: 4, holder: { name: 'b' }, intent: 'Serving' });
  });

  test.each([
    ['an older', sliceOf(serving(b, 2))],
    ['a damaged', withTerm(sliceOf(serving(b, 4)), 'x')],
  ])('%s last state does not count', (_, slice) => {
    expect(after(slice, 'watch')).toEqual(serving(a, 3));
  });

  test('a list reports no last state, so that no ledger is certain', () => {
    expect(after(sliceOf(serving(a, 3)), 'list')).toBeUndefined();
  });
});

describe('reconcile states', () => {
  test('are empty and first initially, kept by UID, and forgotten with the object', () => {
    const reconcileStates = new ReconcileStates();
    const kept = { electionState: freshElectionState, ledger: serving(a, 3), isFirst: false, past: 'None' as const };
    expect(reconcileStates.of('o1')).toEqual({
      electionState: freshElectionState,
      ledger: undefined,
      isFirst: true,
      past: 'Unknown',
    });
    reconcileStates.keep('o1', kept);
    expect([reconcileStates.of('o1'), reconcileStates.of('o2').isFirst]).toEqual([kept, true]);
    reconcileStates.forget('o1');
    expect(reconcileStates.of('o1').isFirst).toBe(true);
  });

  test('drop the ledger after a write with unknown outcome, but keep the timers', () => {
    const reconcileStates = new ReconcileStates();
    reconcileStates.keep('o1', {
      electionState: freshElectionState,
      ledger: serving(a, 3),
      isFirst: false,
      past: 'None' as const,
    });
    reconcileStates.doubt('o1');
    expect(reconcileStates.of('o1')).toEqual({
      electionState: freshElectionState,
      ledger: undefined,
      isFirst: false,
      past: 'None',
    });
  });
});

describe('trigger times', () => {
  test('keep the earliest time until it is taken', () => {
    const triggerTimes = new TriggerTimeTracker();
    for (const atMs of [5, 3, 7]) triggerTimes.note('shop/orders', atMs);
    expect([
      triggerTimes.take('shop/other'),
      triggerTimes.take('shop/orders'),
      triggerTimes.take('shop/orders'),
    ]).toEqual([undefined, 3, undefined]);
  });
});
