// With the longest names, every message fits the bounds of the CRD.
import { describe, expect, test } from '@jest/globals';
import { switchoverReasons, type SwitchoverReason } from '../../src/api/switchoverReasons.ts';
import { candidateReasons, type CandidateReason } from '../../src/api/candidateReasons.ts';
import { parseActiveStandbyService } from '../../src/api/validate.ts';
import { nextStatus } from '../../src/desired/status.ts';
import { nextSwitchover } from '../../src/desired/switchoverStatus.ts';
import { emptyLedger } from '../../src/election/ledger.ts';
import type { PodView } from '../../src/election/podView.ts';
import { asvcObject } from '../support/objects/asvcs.ts';
import { asking, input, serving } from '../support/election/electionInputs.ts';
import { outcomeOf } from '../support/election/outcomes.ts';
import { notReady, pod, withPriority } from '../support/election/pods.ts';

function longPod(letter: string): PodView {
  const { metadata, ...rest } = pod(letter.padEnd(253, 'x'));
  return { ...rest, metadata: { ...metadata, uid: letter.repeat(36) } };
}

const [a, b] = [longPod('a'), longPod('b')];
const preempted = { order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs: 1000 } as const;
const drains = { strategy: 'BreakBeforeMake', drainTimeoutMs: 1000 } as const;
const switchover = asking({ requestID: 'r'.repeat(63), targetPod: b.metadata.name });

function messageOf(reason: SwitchoverReason, candidateReason: CandidateReason): string {
  const verdict = { requestID: 'r', reason, podName: b.metadata.name, candidateReason };
  return nextSwitchover({ switchover: verdict, requestID: 'r', ledger: emptyLedger }, undefined)?.message ?? '';
}

function isReason(text: string): text is SwitchoverReason {
  return Object.hasOwn(switchoverReasons, text);
}

function isCandidateReason(text: string): text is CandidateReason {
  return Object.hasOwn(candidateReasons, text);
}

describe('with the longest names', () => {
  const reasons = Object.keys(switchoverReasons).filter(isReason);

  test.each(reasons)('the message of a request with verdict %s is a sentence that fits', (reason) => {
    for (const candidateReason of Object.keys(candidateReasons).filter(isCandidateReason)) {
      const message = messageOf(reason, candidateReason);
      expect(message).toMatch(/\.$/);
      expect(message.length).toBeLessThanOrEqual(1024);
    }
  });

  test.each([
    ['a drain', input([a, b], { ledger: serving(a), policy: drains, switchover })],
    ['a preemption', input([a, withPriority(b, '200')], { ledger: serving(a), policy: preempted })],
    ['a pending failover', input([notReady(a), b], { ledger: serving(a), policy: { mode: 'Manual' } })],
    ['a refused request', input([a, notReady(b)], { ledger: serving(a), switchover })],
  ])('the CRD allows the status of %s', (_, before) => {
    const status = nextStatus(outcomeOf(before), {}, []);
    const parsed = parseActiveStandbyService(asvcObject('orders', {}, { status }));
    expect(parsed).toMatchObject({ valid: true, value: { status } });
  });
});
