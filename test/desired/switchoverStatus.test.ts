import { describe, expect, test } from '@jest/globals';
import { nextSwitchover } from '../../src/desired/switchoverStatus.ts';
import { emptyLedger, type Ledger } from '../../src/election/ledger.ts';
import type { SwitchoverVerdict } from '../../src/election/switchoverRequest.ts';

const none = { podName: undefined, candidateReason: undefined };

function verdict(requestID: string, reason: SwitchoverVerdict['reason']): SwitchoverVerdict {
  return { requestID, reason, ...none };
}

function recording(requestID: string, intent: Ledger['intent'] = 'Serving'): Ledger {
  return { ...emptyLedger, term: 2, intent, requestID };
}

describe('a handled request', () => {
  test('is listed although another request is current, which would otherwise wait for ever', () => {
    const switchover = verdict('b', 'ElectionsBlocked');
    expect(nextSwitchover({ switchover, requestID: 'b', ledger: recording('a') }, undefined)).toMatchObject({
      requestID: 'b',
      state: 'Pending',
      handledRequestIDs: ['a'],
    });
  });

  test('is listed although it was removed from the spec', () => {
    const outcome = { switchover: undefined, requestID: undefined, ledger: recording('a') };
    expect(nextSwitchover(outcome, { requestID: 'a', state: 'Pending' })).toEqual({ handledRequestIDs: ['a'] });
  });

  test('is not listed while its drain goes on', () => {
    const switchover = verdict('b', 'Draining');
    const outcome = { switchover, requestID: 'b', ledger: recording('a', 'Draining') };
    expect(nextSwitchover(outcome, undefined)).not.toHaveProperty('handledRequestIDs');
  });

  test('is listed with at most 15 others, and stays while the ledger has it', () => {
    const known = Array.from({ length: 16 }, (_, index) => `r${index}`);
    const switchover = verdict('new', 'TargetMissing');
    const next = nextSwitchover(
      { switchover, requestID: 'new', ledger: recording('r0') },
      { handledRequestIDs: known },
    );
    expect(next?.handledRequestIDs).toEqual(['r0', ...known.slice(2), 'new']);
  });
});
