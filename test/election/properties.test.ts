// Properties of a step for any input.
import { describe, test } from '@jest/globals';
import { isPlanned } from '../../src/api/causes.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import { publishedBy } from '../../src/election/ledger.ts';
import { step, type Step } from '../../src/election/step.ts';
import { anyElectionInput } from '../support/election/anyElectionInput.ts';
import { afterwards } from '../support/election/electionInputs.ts';
import { demand, expectAlways as always, isSame } from '../support/properties.ts';

function expectAlways(holds: (before: ElectionInput, after: Step) => void): void {
  always(anyElectionInput, (before) => holds(before, step(before)));
}

/** Whether this step elected a pod; a confirmed record keeps its term when it was restored. */
function isElection({ ledger }: Step, before: ElectionInput): boolean {
  return ledger.intent === 'Serving' && (ledger.term !== before.ledger.term || before.ledger.intent !== 'Serving');
}

function electedIn(after: Step) {
  return after.candidates.find(({ pod }) => pod.metadata.uid === after.ledger.holder?.uid);
}

/** A request follows in the next step when a record is renewed first or a drain has to end first. */
function isRequestNext({ renewal, switchover }: ElectionInput, { ledger, switchover: verdict }: Step): boolean {
  const isRenewed = renewal !== undefined && ledger.cause === renewal;
  return verdict?.reason === 'Draining' || (isRenewed && switchover.request !== undefined);
}

describe('a step', () => {
  test('never lowers the term, and gives no term to a second pod', () => {
    expectAlways((before, { ledger }) => {
      demand(ledger.term >= before.ledger.term, 'the term decreased');
      const isSameHolder = ledger.holder?.uid === before.ledger.holder?.uid;
      demand(isSameHolder || ledger.term > Math.max(before.ledger.term, before.termFloor), 'a term has two holders');
    });
  });

  test('gives every election a term of its own, unless it restores what was recorded', () => {
    expectAlways((before, after) => {
      if (!isElection(after, before) || before.renewal === 'LedgerRestored') return;
      demand(after.ledger.term > before.ledger.term, 'a term was given out twice');
    });
  });

  test('elects only eligible pods, unless a record names its pod or a drained one goes on', () => {
    expectAlways((before, after) => {
      const goesOn = after.ledger.cause === 'HandoverAborted';
      if (!isElection(after, before) || before.renewal !== undefined || goesOn) return;
      demand(electedIn(after)?.eligible === true, `${after.ledger.holder?.name} should not be active`);
    });
  });

  test('elects the first eligible pod, unless another was requested or is the target', () => {
    expectAlways((before, after) => {
      const { cause } = after.ledger;
      const isChosen = before.renewal !== undefined || cause === 'Switchover' || before.ledger.intent === 'Draining';
      if (!isElection(after, before) || isChosen) return;
      demand(electedIn(after) === after.candidates[0], 'another pod comes first');
    });
  });

  test('decides nothing new about its own result, except for a drain that ends at once', () => {
    expectAlways((before, first) => {
      // A written record counts as neither restored nor adopted, and a reported state is read once.
      const next = { ...afterwards(before, first), isListingAlive: true, reported: undefined };
      if (first.requeueAtMonotonicMs === next.now.monotonicMs || isRequestNext(before, first)) return;
      const again = step(next);
      demand(isSame(again.ledger, first.ledger), `${first.fired.join()} and then ${again.fired.join()}`);
      demand(isSame(step({ ...next, electionState: again.electionState }), again), 'a third step differs');
    });
  });

  test('does not depend on the order of the pods', () => {
    expectAlways((before, after) => {
      const turned = { ...before, pods: before.pods.toReversed() };
      demand(isSame({ ...step(turned), electionState: 0 }, { ...after, electionState: 0 }), 'the order matters');
    });
  });

  test('does not end in a transient phase, and publishes no pod in Vacant, Electing and Draining', () => {
    expectAlways((_, { phase, ledger }) => {
      demand(phase !== 'FailingOver', 'it ended in a transient phase');
      const isServing = phase === 'Active' || phase === 'Suspect';
      demand(phase === 'Paused' || isServing === (publishedBy(ledger) !== undefined), `${phase} is wrong`);
      demand(phase === 'Paused' || (phase === 'Draining') === (ledger.intent === 'Draining'), `${phase} is wrong`);
    });
  });

  test('publishes no pod that is gone, ended, unselected or fenced, unless paused', () => {
    expectAlways((before, { ledger }) => {
      const uid = publishedBy(ledger)?.uid;
      if (before.policy.paused || uid === undefined) return;
      const published = before.pods.find(({ metadata }) => metadata.uid === uid);
      const isFenced = before.policy.fencedPods.includes(published?.metadata.name ?? '');
      demand(published?.phase === 'Running' && !isFenced, `${uid} is published`);
    });
  });

  test('elects no pod while paused or blocked, but completes a drain', () => {
    expectAlways((before, after) => {
      const { ledger } = after;
      const isDrained = before.ledger.intent === 'Draining';
      if (before.policy.paused) demand(isDrained || ledger.term === before.ledger.term, 'elected while paused');
      if (before.electionsBlocked && before.renewal === undefined)
        demand(ledger.term === before.ledger.term, 'not held');
      const isGivenAway = ledger.holder?.uid !== before.ledger.holder?.uid;
      if (before.electionsBlocked && before.renewal === 'LedgerRestored') demand(!isGivenAway, 'given away');
    });
  });

  test('reports a transition exactly when the published pod changes', () => {
    expectAlways((before, { transition, ledger }) => {
      const isSamePublished = publishedBy(ledger)?.uid === publishedBy(before.ledger)?.uid;
      const isUnchanged = isSamePublished && ledger.term === before.ledger.term;
      demand((transition === undefined) === isUnchanged, 'the transition is not the change');
    });
  });

  test('requeues only for a time in the future, or at once for a drain that it has started', () => {
    expectAlways((before, { ledger, requeueAtMonotonicMs: dueMs = Infinity }) => {
      const hasBegun = ledger.intent === 'Draining' && before.ledger.intent !== 'Draining';
      const { monotonicMs } = before.now;
      demand(hasBegun ? dueMs >= monotonicMs : dueMs > monotonicMs, 'it is due already');
    });
  });

  test('marks a pod for deletion only after a planned change, and never the published one', () => {
    expectAlways((before, { ledger }) => {
      const { demote, cause, from, holder } = ledger;
      if (!demote || ledger === before.ledger) return;
      demand(before.policy.demotedPod === 'Delete' && cause !== undefined && isPlanned(cause), `${cause} deletes`);
      demand(from !== undefined && from.uid !== holder?.uid && ledger.intent === 'Serving', 'the wrong one is deleted');
    });
  });

  test('drains only with another pod to take over, and for the time in the spec', () => {
    expectAlways((before, { ledger }) => {
      if (ledger.intent !== 'Draining' || ledger === before.ledger) return;
      const lengthMs = (ledger.drainDeadlineMs ?? 0) - (ledger.electedMs ?? 0);
      demand(ledger.target !== undefined && ledger.target.uid !== ledger.holder?.uid, 'no pod takes over');
      demand(lengthMs === before.policy.drainTimeoutMs, `it lasts ${lengthMs} ms`);
    });
  });
});
