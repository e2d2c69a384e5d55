// An arbitrary input of an election, sensible or not.
import * as fc from 'fast-check';
import { type Ledger, emptyLedger } from '../../../src/election/ledger.ts';
import type { NodeHealth } from '../../../src/election/nodes.ts';
import type { ElectionInput, Reported, SwitchoverInput } from '../../../src/election/electionInput.ts';
import { anyRecord } from './anyLedger.ts';
import { anyMs, anyPods } from './anyPods.ts';
import { anyPolicy } from './anyPolicy.ts';
import { input } from './electionInputs.ts';
import { START_MS } from './pods.ts';

const state = fc.constantFrom<NodeHealth['state']>(
  'Healthy',
  'Healthy',
  'NotReady',
  'Unreachable',
  'OutOfService',
  'Deleted',
);
const anyNode = fc.record({ state, isLastChoice: fc.constantFrom(false, false, true) });

const anyNodes = fc
  .record({ known: fc.record({ n1: anyNode, n2: anyNode }, { requiredKeys: [] }), isHeld: fc.boolean() })
  .map(({ known, isHeld }) => ({
    byName: new Map(Object.entries(known)),
    heldUntilMonotonicMs: isHeld ? 60_000 : undefined,
  }));

const anyRequestID = fc.constantFrom('r1', 'r2');

const anySwitchover: fc.Arbitrary<SwitchoverInput> = fc.record({
  request: fc.option(
    fc.record({
      requestID: anyRequestID,
      targetPod: fc.constantFrom(undefined, 'a', 'b', 'z'),
      notBeforeMs: fc.constantFrom(undefined, undefined, START_MS - 1, START_MS + 1, START_MS + 3_600_000),
    }),
    { nil: undefined },
  ),
  endedRequestID: fc.option(anyRequestID, { nil: undefined, freq: 3 }),
  handledRequestIDs: fc.uniqueArray(anyRequestID),
});

const anyReported: fc.Arbitrary<Reported> = fc.record({
  failover: fc.option(fc.record({ sinceMs: anyMs.map((agoMs) => START_MS - agoMs), isNotReady: fc.boolean() }), {
    nil: undefined,
  }),
  preemption: fc.option(
    fc.record({ uid: fc.constantFrom('a-uid', 'b-uid'), sinceMs: anyMs.map((agoMs) => START_MS - agoMs) }),
    { nil: undefined },
  ),
});

export const anyElectionInput: fc.Arbitrary<ElectionInput> = fc
  .record({
    pods: anyPods,
    policy: anyPolicy,
    nodes: anyNodes,
    switchover: anySwitchover,
    reported: fc.option(anyReported, { nil: undefined }),
    ledger: fc.option(anyRecord, { nil: emptyLedger }),
    isSelected: fc.constantFrom(true, true, true, false),
    renewal: fc.constantFrom(undefined, undefined, undefined, 'Adopted' as const, 'LedgerRestored' as const),
    electionsBlocked: fc.constantFrom(false, false, false, true),
    termFloor: fc.constantFrom(0, 0, 500),
    isListingAlive: fc.boolean(),
    noticedAgoMs: anyMs,
  })
  .map(({ pods, ledger, isSelected, noticedAgoMs, ...change }) => {
    const noticedMs = START_MS - noticedAgoMs;
    const seen = input(pods, { ...change, noticedMs, ledger: recorded(ledger, change.renewal) });
    const others = pods.filter(({ metadata }) => metadata.uid !== ledger.holder?.uid);
    return isSelected ? seen : { ...seen, pods: others };
  });

/** Of a restored record only the term and its pod are known. */
function recorded(ledger: Ledger, renewal: ElectionInput['renewal']): Ledger {
  const { term, holder } = ledger;
  return renewal === 'LedgerRestored' ? { ...emptyLedger, term, holder } : ledger;
}
