// Properties of every history of an election, over crashes, lost records and clock jumps.
import { describe, test } from '@jest/globals';
import { publishedBy } from '../../src/election/ledger.ts';
import { type ElectionState, freshElectionState } from '../../src/election/electionState.ts';
import type { Policy } from '../../src/election/policy.ts';
import { step } from '../../src/election/step.ts';
import { anyHistory, calmHistory, flappingHistory, happen } from '../support/election/electionActions.ts';
import { demand, expectAlways, isSame } from '../support/properties.ts';
import { RunningElection } from '../support/election/runningElection.ts';
import { servesAsItShould } from '../support/election/sound.ts';

/** a is active, and b and c stand by. */
function begin(policy: Partial<Policy> = {}): RunningElection {
  const names = ['a is ready', 'a moment passes', 'b is ready', 'c is ready', 'step', 'updateStatus'];
  return happen(new RunningElection(policy), names);
}

const HOUR_MS = 3_600_000;

function settle(election: RunningElection): void {
  for (let round = 0; round < 60; round += 1) {
    const { ledger } = election;
    const { requeueAtMonotonicMs: dueMs, switchover } = election.step();
    const isNew = election.updateStatus();
    if (election.ledger === ledger && dueMs === undefined && !isNew) return;
    // A scheduled request is checked twice a minute, because the wall clock may jump: that would be many rounds.
    if (switchover?.reason === 'Scheduled') election.pass(HOUR_MS);
    else if (dueMs !== undefined) election.pass(Math.max(0, dueMs - election.input.now.monotonicMs));
  }
  throw new Error('it does not come to rest');
}

describe('in any history', () => {
  test('the term never decreases, and each names one pod', () => {
    expectAlways(anyHistory, (names) => {
      const holders = new Map<number, string | undefined>();
      for (const { before, after } of happen(begin(), names).written) {
        const { term, holder } = after.ledger;
        demand(term >= before.ledger.term, `term ${term} comes after ${before.ledger.term}`);
        demand(!holders.has(term) || holders.get(term) === holder?.uid, `term ${term} is two pods'`);
        holders.set(term, holder?.uid);
      }
    });
  });

  test('only eligible pods are elected, unless a drained pod goes on', () => {
    expectAlways(anyHistory, (names) => {
      for (const { before, after } of happen(begin(), names).written) {
        const { term, holder, cause } = after.ledger;
        if (cause === 'HandoverAborted') continue;
        const elected = after.candidates.find(({ pod }) => pod.metadata.uid === holder?.uid);
        demand(term === before.ledger.term || elected?.eligible === true, `${holder?.name} is ${elected?.reason}`);
      }
    });
  });

  test('each request moves the active once at most', () => {
    expectAlways(anyHistory, (names) => {
      const begun = new Set<string>();
      for (const { before, after } of happen(begin(), names).written) {
        const { cause, requestID = '' } = after.ledger;
        if (cause !== 'Switchover' || before.ledger.intent === 'Draining') continue;
        if (after.transition === undefined) continue;
        demand(!begun.has(requestID), `${requestID} moves it again`);
        begun.add(requestID);
      }
    });
  });

  test('a healthy active stays, unless a switchover is requested or a better pod may preempt', () => {
    expectAlways(anyHistory, (names) => {
      for (const { before, after } of happen(begin(), names).written) {
        const isDisturbed = before.switchover.request !== undefined || before.policy.preemption !== 'Never';
        demand(isDisturbed || !servesAsItShould(before), `it is taken away by ${after.fired.join()}`);
      }
    });
  });

  test('the election state survives a JSON round trip at every step', () => {
    expectAlways(anyHistory, (names) => {
      for (const { before, after } of happen(begin(), names).taken) {
        const electionState: ElectionState = JSON.parse(JSON.stringify(before.electionState));
        demand(isSame(step({ ...before, electionState }), after), 'it decides something else');
      }
    });
  });

  test('it comes to rest when nothing changes, and publishes a pod if one can be published', () => {
    expectAlways(anyHistory, (names) => {
      const election = happen(begin(), [...names, 'resumed']);
      settle(election);
      const { ledger } = election;
      election.pass(86_400_000);
      const { candidates } = election.step();
      demand(election.ledger === ledger, 'it changes after a day of rest');
      const isAnyEligible = candidates.some(({ eligible }) => eligible);
      demand(publishedBy(ledger) !== undefined || !isAnyEligible, 'no pod is published');
    });
  });
});

describe('as long as the status is up to date and the clock does not jump', () => {
  test('a new process decides at every step what the old one would have decided', () => {
    expectAlways(calmHistory, (names) => {
      const election = begin();
      happen(election, names, () => {
        election.updateStatus();
        const [old, young] = [election.input, restarted(election)];
        demand(
          isSame({ ...step(young), electionState: 0 }, { ...step(old), electionState: 0 }),
          'it decides something else',
        );
      });
    });
  });
});

function restarted(election: RunningElection) {
  return { ...election.input, electionState: freshElectionState, reported: election.reported };
}

describe('with a cooldown', () => {
  const cooldownMs = 60_000;

  test('pods that flap move the active once in that time at most', () => {
    expectAlways(flappingHistory, (names) => {
      const { written } = happen(begin({ cooldownMs }), names);
      const flaps = written.filter(({ after }) => after.transition?.cause === 'PodNotReady');
      const times = flaps.map(({ before }) => before.now.wallMs);
      demand(
        times.every((atMs, index) => index === 0 || atMs - (times[index - 1] ?? 0) >= cooldownMs),
        `it moved at ${times.join()}`,
      );
    });
  });
});
