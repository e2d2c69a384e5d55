// Any observation that an election may be asked about, sensible or not.
import * as fc from 'fast-check';
import { causes, isCause } from '../../src/api/causes.ts';
import { identityOf, type PodView } from '../../src/election/podView.ts';
import type { Ledger } from '../../src/election/ledger.ts';
import type { Observation } from '../../src/election/observation.ts';
import { emptied, observation, serving } from './observations.ts';
import { pod, START_MS } from './pods.ts';

const anyCause = fc.constantFrom(...Object.keys(causes)).filter(isCause);
const anyMs = fc.constantFrom(0, 1, 999, 5000, 3_600_000);

const anyPod: fc.Arbitrary<PodView> = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    terminating: fc.boolean(),
    phase: fc.constantFrom('Running', 'Running', 'Running', 'Failed', 'Pending'),
    ready: fc.boolean(),
    readyMs: anyMs,
    ips: fc.constantFrom<readonly string[]>(['10.0.0.9'], ['10.0.0.9'], [], ['fd00::1'], ['127.0.0.1']),
    hostNetwork: fc.constantFrom(false, false, true),
    named: fc.constantFrom(true, true, false),
  })
  .map(({ name, ready, readyMs, named, ...change }) => {
    const readySinceMs = ready ? START_MS - readyMs : undefined;
    return pod(name, { ...change, ready, readySinceMs, ...(named ? {} : { namedPorts: [] }) });
  });

const anyPods = fc.uniqueArray(anyPod, { maxLength: 4, selector: ({ metadata }) => metadata.uid });

const anyPolicy = fc.record({
  paused: fc.constantFrom(false, false, false, true),
  minReadyMs: anyMs,
  delayMs: anyMs,
  noCandidate: fc.constantFrom('Empty' as const, 'KeepLast' as const),
});

function anyLedger(): fc.Arbitrary<Ledger | undefined> {
  const holder = fc.constantFrom(...['a', 'b', 'e'].map((name) => pod(name)));
  return fc.oneof(
    fc.constant(undefined),
    fc.tuple(holder, fc.integer({ min: 1, max: 1000 }), fc.boolean(), anyCause).map(([of, term, isServing, cause]) => ({
      ...(isServing ? serving(of, term) : emptied(of, term)),
      cause,
      from: identityOf(of),
    })),
  );
}

export const anyObservation: fc.Arbitrary<Observation> = fc
  .record({
    pods: anyPods,
    policy: anyPolicy,
    ledger: anyLedger(),
    selected: fc.constantFrom(true, true, true, false),
    renewal: fc.constantFrom(undefined, undefined, 'Adopted' as const, 'LedgerRestored' as const),
    electionsHeld: fc.constantFrom(false, false, false, true),
    termFloor: fc.constantFrom(0, 0, 500),
    isListingAlive: fc.boolean(),
    noticedAgoMs: anyMs,
  })
  .map(({ pods, ledger: told, selected, noticedAgoMs, ...change }) => {
    const noticedMs = START_MS - noticedAgoMs;
    // What is restored lists nobody yet.
    const isRestored = change.renewal === 'LedgerRestored';
    const ledger = told && isRestored ? { ...told, intent: 'Empty' as const } : told;
    const seen = observation(pods, { ...change, noticedMs, ...(ledger === undefined ? {} : { ledger }) });
    const others = pods.filter(({ metadata }) => metadata.uid !== ledger?.holder?.uid);
    return selected ? seen : { ...seen, pods: others };
  });
