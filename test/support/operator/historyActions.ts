// All actions of a random history, by name, so that a failing history can be read.
import * as fc from 'fast-check';
import { PRIORITY_ANNOTATION, LEDGER_ANNOTATION, TERM_ANNOTATION } from '../../../src/api/names.ts';
import type { EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import { START_MS } from '../election/pods.ts';
import type { World } from './world.ts';

type Action = (world: World) => void;
type Actions = Readonly<Record<string, Action>>;

const HOUR_MS = 3_600_000;

/** What nodes and people do to a pod. */
function podActions(name: string): Actions {
  return {
    [`${name} is ready`]: (world) => world.pod(name, { ready: true, phase: 'Running' }),
    [`${name} is not ready`]: (world) => world.facts(name) && world.pod(name, { ready: false }),
    [`${name} terminates`]: (world) => world.terminate(name),
    [`${name} is gone`]: (world) => world.remove(name),
    [`${name} has phase Failed`]: (world) => world.facts(name) && world.pod(name, { ready: false, phase: 'Failed' }),
    [`${name} is not selected`]: (world) => world.facts(name) && world.pod(name, { selected: false }),
    [`${name} is selected`]: (world) => world.facts(name) && world.pod(name, { selected: true }),
    [`${name} has no address`]: (world) => world.facts(name) && world.pod(name, { ips: [] }),
    [`${name} has another address`]: (world) => world.facts(name) && world.moved(name),
  };
}

const podEvents: Actions = { ...podActions('a'), ...podActions('b'), ...podActions('c') };

const OWN_PRIORITY = `orders.${PRIORITY_ANNOTATION}`;

function prioritised(name: string, priority: string): Action {
  return preferred(name, { [PRIORITY_ANNOTATION]: priority });
}

function preferred(name: string, annotations: Readonly<Record<string, string>>): Action {
  return (world) => world.facts(name) && world.pod(name, { annotations });
}

const priorityEvents: Actions = {
  'a is preferred': prioritised('a', '200'),
  'a is like others': prioritised('a', '100'),
  'a has a priority that excludes it': prioritised('a', '0'),
  'b is preferred most': prioritised('b', '300'),
  'b has a priority that excludes it': prioritised('b', '-1'),
  'b is preferred by this object alone': preferred('b', { [PRIORITY_ANNOTATION]: '0', [OWN_PRIORITY]: '300' }),
  'b has a priority that excludes it for this object alone': preferred('b', { [OWN_PRIORITY]: '0' }),
};

const operatorEvents: Actions = {
  reconcile: (world) => void world.reconcile(),
  'reconcile whose write is refused': (world) => void world.reconcile('refused'),
  'reconcile whose response is lost': (world) => void world.reconcile('responseLost'),
  'crash right after the write': (world) => {
    world.reconcile('responseLost');
    world.crash();
  },
  crash: (world) => world.crash(),
  'status written': (world) => world.operator.updateStatus(),
  'watch of slices is late': (world) => world.operator.slices.hold(),
  'watch of slices goes on': (world) => world.operator.slices.release(),
};

const timeEvents: Actions = {
  'a moment passes': (world) => world.clock.advance(1),
  'three seconds pass': (world) => world.clock.advance(3000),
  'a minute passes': (world) => world.clock.advance(60_000),
  'the wall clock is set forward': (world) => world.clock.jumpWall(HOUR_MS),
  'the wall clock is set back': (world) => world.clock.jumpWall(-HOUR_MS),
};

const preempting = { order: 'Priority', preemption: 'HigherPriority', preemptionDelay: '5s' } as const;
const draining = { strategy: 'BreakBeforeMake' } as const;
const notBefore = new Date(START_MS + 60_000).toISOString();

const specEvents: Actions = {
  paused: (world) => world.respec({ paused: true }),
  resumed: (world) => world.respec({ paused: false }),
  'keep the last': (world) => world.respec({ failover: { delay: '0s', noCandidate: 'KeepLast' } }),
  'tolerate for five seconds': (world) => world.respec({ failover: { delay: '5s' } }),
  'settle for two seconds': (world) => world.respec({ election: { minReady: '2s' } }),
  'cool down for ten seconds': (world) => world.respec({ failover: { cooldown: '10s' } }),
  'move on request only': (world) => world.respec({ failover: { mode: 'Manual' } }),
  'preempt after five seconds': (world) => world.respec({ election: preempting }),
  'a is fenced': (world) => world.respec({ fencedPods: ['a'] }),
  'no pod is fenced': (world) => world.respec({ fencedPods: [] }),
};

const handoverEvents: Actions = {
  'drain for three seconds': (world) => world.respec({ handover: { ...draining, drainTimeout: '3s' } }),
  'drain and delete': (world) => world.respec({ handover: { ...draining, demotedPod: 'Delete' } }),
  'replace and delete': (world) => world.respec({ handover: { strategy: 'Replace', demotedPod: 'Delete' } }),
  'r1 requests any pod': (world) => world.respec({ switchover: { requestID: 'r1' } }),
  'r1 requests b': (world) => world.respec({ switchover: { requestID: 'r1', targetPod: 'b' } }),
  'r2 requests a': (world) => world.respec({ switchover: { requestID: 'r2', targetPod: 'a' } }),
  'r3 requests b, later': (world) => world.respec({ switchover: { requestID: 'r3', targetPod: 'b', notBefore } }),
  'the request is removed': (world) => world.respec({ switchover: undefined }),
};

/** Not tried before the first status update: a slice lost before that leaves no trace of its term. */
function onceReported(action: Action): Action {
  return (world) => world.reportedTerm !== undefined && action(world);
}

function annotated(annotations: Readonly<Record<string, string>>): (slice: EndpointSlice) => EndpointSlice {
  return (slice) => {
    const { metadata } = slice;
    return { ...slice, metadata: { ...metadata, annotations: { ...metadata?.annotations, ...annotations } } };
  };
}

function withOtherAddress(slice: EndpointSlice): EndpointSlice {
  return { ...slice, endpoints: [...(slice.endpoints ?? []), { addresses: ['10.9.9.9'] }] };
}

const foreignEvents: Actions = {
  'slice deleted': onceReported((world) => world.deleteSlice()),
  'slice deleted during a gap of the watch': onceReported((world) => {
    world.operator.slices.hold();
    world.deleteSlice();
    world.operator.slices.relist();
  }),
  'ledger damaged': onceReported((world) => world.edit(annotated({ [LEDGER_ANNOTATION]: '{"holder":' }))),
  'term absurd': onceReported((world) => world.edit(annotated({ [TERM_ANNOTATION]: '9007199254740991' }))),
  'term nonsense': onceReported((world) => world.edit(annotated({ [TERM_ANNOTATION]: '1e3' }))),
  'another address listed': onceReported((world) => world.edit(withOtherAddress)),
  'no pod listed': onceReported((world) => world.edit((slice) => ({ ...slice, endpoints: [] }))),
};

const actions: Actions = {
  ...podEvents,
  ...priorityEvents,
  ...operatorEvents,
  ...timeEvents,
  ...specEvents,
  ...handoverEvents,
  ...foreignEvents,
};

function names(of: Actions, weight: number) {
  return { arbitrary: fc.constantFrom(...Object.keys(of)), weight };
}

/** Actions that keep the operator's caches current: pods, time, spec, and reconciles that succeed. */
export const calmHistory = fc.array(
  fc.oneof(
    names(podEvents, 6),
    names({ reconcile: () => undefined }, 6),
    names({ 'a moment passes': () => undefined, 'three seconds pass': () => undefined }, 2),
    names(priorityEvents, 1),
    names(specEvents, 1),
    names(handoverEvents, 2),
  ),
  { maxLength: 12, size: 'max' },
);

export const history = fc.array(
  fc.oneof(
    names(podEvents, 6),
    names({ reconcile: () => undefined, 'status written': () => undefined }, 6),
    names(operatorEvents, 3),
    names(timeEvents, 2),
    names(priorityEvents, 1),
    names(specEvents, 1),
    names(handoverEvents, 2),
    names(foreignEvents, 3),
  ),
  { maxLength: 16, size: 'max' },
);

/** Never loses a slice: requests that only the slice has recorded would be lost with it. */
export const historyOfRequests = fc.array(
  fc.oneof(
    names(podEvents, 3),
    names({ reconcile: () => undefined, 'status written': () => undefined }, 6),
    names(operatorEvents, 3),
    names(timeEvents, 2),
    names(handoverEvents, 6),
  ),
  { maxLength: 16, size: 'max' },
);

export function happen(world: World, names: readonly string[], afterEach: () => void = () => undefined): void {
  for (const name of names) {
    actions[name]?.(world);
    afterEach();
  }
}
