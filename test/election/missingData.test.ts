// Missing data and repeated requests cause no election.
import { describe, test } from '@jest/globals';
import { publishedBy } from '../../src/election/ledger.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import { step, type Step } from '../../src/election/step.ts';
import { anyElectionInput } from '../support/election/anyElectionInput.ts';
import { noNodes } from '../support/election/nodes.ts';
import { demand, expectAlways as always } from '../support/properties.ts';
import { servesAsItShould } from '../support/election/sound.ts';

function expectAlways(holds: (before: ElectionInput, after: Step) => void): void {
  always(anyElectionInput, (before) => holds(before, step(before)));
}

const noRequest = { request: undefined, endedRequestID: undefined, handledRequestIDs: [] };

/** Without a request and without preemption. */
function undisturbed(before: ElectionInput): ElectionInput {
  return { ...before, switchover: noRequest, policy: { ...before.policy, preemption: 'Never' } };
}

function isUnchanged({ ledger }: Step, before: ElectionInput): boolean {
  return ledger === before.ledger;
}

describe('a healthy active', () => {
  test('stays, whatever happens to other pods', () => {
    expectAlways((before) => {
      if (!servesAsItShould(before) || before.renewal !== undefined || before.policy.paused) return;
      const calm = undisturbed(before);
      demand(isUnchanged(step(calm), calm), 'it was replaced');
    });
  });

  test('stays when nothing is known of nodes', () => {
    expectAlways((before) => {
      if (!servesAsItShould(before) || before.renewal !== undefined || before.policy.paused) return;
      const unknowing = { ...undisturbed(before), nodes: noNodes };
      demand(isUnchanged(step(unknowing), unknowing), 'it was replaced');
    });
  });
});

describe('missing data', () => {
  test('of nodes withdraws no pod that would have stayed, unless only a hold had prevented its failover', () => {
    expectAlways((before, knowing) => {
      if (before.renewal !== undefined || before.nodes.heldUntilMonotonicMs !== undefined) return;
      const unknowing = step({ ...before, nodes: noNodes });
      const isEmptied = publishedBy(unknowing.ledger) === undefined && publishedBy(before.ledger) !== undefined;
      demand(!isEmptied || unknowing.phase === 'Draining' || !isUnchanged(knowing, before), 'it was withdrawn');
    });
  });
});

describe('a request', () => {
  test('that was handled or begun moves nothing again', () => {
    expectAlways((before, { ledger }) => {
      const { request, handledRequestIDs, endedRequestID } = before.switchover;
      const known = [...handledRequestIDs, endedRequestID, before.ledger.requestID];
      const isKnown = known.includes(request?.requestID);
      const isMoved = ledger !== before.ledger && ledger.cause === 'Switchover';
      demand(!isKnown || !isMoved || before.ledger.intent === 'Draining', 'it moved the active again');
    });
  });

  test('moves the active only at its time, while not paused, and is recorded', () => {
    expectAlways((before, { ledger }) => {
      if (ledger === before.ledger || ledger.cause !== 'Switchover' || before.ledger.intent === 'Draining') return;
      const { request } = before.switchover;
      demand(request !== undefined && ledger.requestID === request.requestID, 'it was not requested');
      demand((request?.notBeforeMs ?? 0) <= before.now.wallMs && !before.policy.paused, 'it comes too early');
    });
  });
});

describe('a hold', () => {
  test('prevents elections on unreachable nodes', () => {
    expectAlways((before, { ledger, candidates }) => {
      if (before.nodes.heldUntilMonotonicMs === undefined || before.renewal !== undefined) return;
      // A drained pod may become active again on its node.
      if (ledger.term === before.ledger.term || ledger.cause === 'HandoverAborted') return;
      const elected = candidates.find(({ pod }) => pod.metadata.uid === ledger.holder?.uid);
      const node = before.nodes.byName.get(elected?.pod.nodeName ?? '');
      demand(node?.state !== 'Unreachable', 'the node is unreachable');
    });
  });
});
