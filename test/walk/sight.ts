// The state machine's input for a state. The ledger is written into an EndpointSlice and read from it.
import { resolveLedger, type LedgerResolution } from '../../src/desired/ledgerResolution.ts';
import { ledgerAnnotations, type EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { publishedBy, type Ledger } from '../../src/election/ledger.ts';
import type { ElectionInput } from '../../src/election/electionInput.ts';
import type { Policy } from '../../src/election/policy.ts';
import type { PodView } from '../../src/election/podView.ts';
import { podOf } from './identity.ts';
import { ledgerOf, reportedTermOf } from './ledgerWords.ts';
import { electionStateOf } from './electionStateWords.ts';
import type { Scenario } from './scenario.ts';
import { slots, type State } from './state.ts';
import { reportedOf, switchoverOf } from './statusWords.ts';
import { NOW } from './timerWord.ts';
import { nodesOf, podsOf, present } from './views.ts';

export interface Sight {
  readonly input: ElectionInput;
  readonly resolution: LedgerResolution;
  /** As it was before it was written and read. */
  readonly ledger: Ledger;
}

export function sightOf(state: State, scenario: Scenario): Sight {
  const ledger = ledgerOf(state);
  const resolution = resolutionOf(state, ledger);
  const pods = podsOf(state, scenario.policy.minReadyMs);
  const holder = pods.find(({ metadata }) => metadata.uid === resolution.ledger.holder?.uid);
  const unselected = slots.filter((slot) => state[slot] === 'unselected').map((slot) => present[slot].metadata.uid);
  const input: ElectionInput = {
    ledger: resolution.ledger,
    termFloor: resolution.termFloor,
    renewal: resolution.renewal,
    electionsBlocked: resolution.electionsBlocked,
    isListingAlive: !isListed(state, ledger) || isReachable(holder),
    policy: policyOf(state, scenario),
    switchover: switchoverOf(state, scenario),
    pods: pods.filter(({ metadata }) => !unselected.includes(metadata.uid)),
    holder,
    nodes: nodesOf(state),
    reported: state.process === 'new' ? reportedOf(state) : undefined,
    electionState: electionStateOf(state),
    noticedMs: NOW.wallMs,
    now: NOW,
  };
  return { input, resolution, ledger };
}

function isListed({ slice }: State, ledger: Ledger): boolean {
  return (slice === 'own' || slice === 'adoptable') && publishedBy(ledger) !== undefined;
}

function isReachable(holder: PodView | undefined): boolean {
  return holder?.phase === 'Running' && holder.ips.length > 0;
}

function resolutionOf(state: State, ledger: Ledger): LedgerResolution {
  const { slice, process } = state;
  const term = reportedTermOf(state);
  return resolveLedger({
    slice: slice === 'own' || slice === 'adoptable' ? sliceOf(ledger) : undefined,
    adopted: slice === 'adoptable',
    status: term === undefined ? undefined : { term, holder: podOf(state.reportedHolder) },
    lastSeen: process === 'knowing' && slice !== 'none' ? ledger : undefined,
    // The history begins before the Service is created, and ends before everything is lost.
    mayHavePast: false,
  });
}

function sliceOf(ledger: Ledger): EndpointSlice {
  const published = publishedBy(ledger);
  return {
    metadata: { annotations: { ...ledgerAnnotations(ledger) } },
    addressType: 'IPv4',
    endpoints: published === undefined ? [] : [{ addresses: ['10.0.0.1'], targetRef: { uid: published.uid } }],
  };
}

const fenced: Readonly<Record<State['fence'], readonly string[]>> = { none: [], a: ['a'], b: ['b'], ab: ['a', 'b'] };

function policyOf({ paused, fence }: State, { policy }: Scenario): Policy {
  return { ...policy, paused: paused === 'yes', fencedPods: fenced[fence] };
}
