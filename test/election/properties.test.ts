// What holds for any observation at all?
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Observation } from '../../src/election/observation.ts';
import { publishedBy } from '../../src/election/ledger.ts';
import { step } from '../../src/election/step.ts';
import { anyObservation } from '../support/anyObservation.ts';
import { afterwards } from '../support/observations.ts';

function expectAlways(holds: (before: Observation) => void): void {
  expect(() => fc.assert(fc.property(anyObservation, holds), { numRuns: 5000 })).not.toThrow();
}

/** Plain comparisons: thousands of Jest's would take their time. */
function demand(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

describe('a step', () => {
  test('never lowers the term, and gives no term to a second pod', () => {
    expectAlways((before) => {
      const { ledger } = step(before);
      demand(ledger.term >= before.ledger.term, 'the term went back');
      const isSameHolder = ledger.holder?.uid === before.ledger.holder?.uid;
      demand(isSameHolder || ledger.term > Math.max(before.ledger.term, before.termFloor), 'a term has two holders');
    });
  });

  test('elects only the eligible, and the first of them unless a record names its pod', () => {
    expectAlways((before) => {
      const { ledger, candidates } = step(before);
      if (ledger.term === before.ledger.term && ledger.intent === before.ledger.intent) return;
      const elected = publishedBy(ledger)?.uid;
      if (elected === undefined) return;
      const { eligible } = candidates.find(({ pod }) => pod.metadata.uid === elected) ?? { eligible: false };
      const first = candidates[0]?.pod.metadata.uid;
      const isRecorded = elected === before.ledger.holder?.uid && before.renewal !== undefined;
      demand(isRecorded || (eligible && first === elected), `${elected} should not be active`);
    });
  });

  test('decides nothing new about its own result', () => {
    expectAlways((before) => {
      const first = step(before);
      // A record that was restored or adopted is an ordinary one once it is written.
      const next = { ...afterwards(before, first), electionsHeld: before.electionsHeld, isListingAlive: true };
      const again = step(next);
      demand(isSame(again.ledger, first.ledger), `${first.fired.join()} and then ${again.fired.join()}`);
      demand(isSame(step({ ...next, memory: again.memory }), again), 'a third step differs');
    });
  });

  test('does not depend on the order in which pods are told', () => {
    expectAlways((before) => {
      const turned = { ...before, pods: before.pods.toReversed() };
      demand(isSame({ ...step(turned), memory: 0 }, { ...step(before), memory: 0 }), 'the order matters');
    });
  });

  test('ends in no phase that is only passed through, and publishes nobody where the phase says so', () => {
    expectAlways((before) => {
      const { phase, ledger } = step(before);
      demand(phase !== 'FailingOver', 'it stopped half-way');
      const isVacant = phase === 'Vacant' || phase === 'Electing';
      demand(phase === 'Paused' || isVacant === (publishedBy(ledger) === undefined), `${phase} is wrong`);
    });
  });

  test('publishes no pod that is gone, ended or unselected, unless hands are off', () => {
    expectAlways((before) => {
      const uid = publishedBy(step(before).ledger)?.uid;
      const published = before.pods.find(({ metadata }) => metadata.uid === uid);
      demand(before.policy.paused || uid === undefined || published?.phase === 'Running', `${uid} is published`);
    });
  });

  test('elects nobody while hands are off or elections are held', () => {
    expectAlways((before) => {
      const { ledger } = step(before);
      const isRestored = before.renewal === 'LedgerRestored';
      if (before.policy.paused) demand(ledger.term === before.ledger.term, 'elected while paused');
      if (before.electionsHeld && before.renewal === undefined) demand(ledger.term === before.ledger.term, 'not held');
      if (before.electionsHeld && isRestored) demand(ledger.holder?.uid === before.ledger.holder?.uid, 'given away');
    });
  });

  test('says who is published anew or no more, and only then', () => {
    expectAlways((before) => {
      const { transition, ledger } = step(before);
      const isSamePublished = publishedBy(ledger)?.uid === publishedBy(before.ledger)?.uid;
      const isUnchanged = isSamePublished && ledger.term === before.ledger.term;
      demand((transition === undefined) === isUnchanged, 'the transition is not the change');
    });
  });

  test('wakes up only for something in the future', () => {
    expectAlways((before) => {
      const { requeueAtMonotonicMs: dueMs = Infinity } = step(before);
      demand(dueMs > before.now.monotonicMs, 'it is due already');
    });
  });
});
