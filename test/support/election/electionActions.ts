// All actions of a random election history, by name, so that a failing history can be read.
import * as fc from 'fast-check';
import type { NodeState } from '../../../src/election/nodes.ts';
import type { PodView } from '../../../src/election/podView.ts';
import type { Policy } from '../../../src/election/policy.ts';
import { failed, notReady, pod, readySince, recreated, terminating, withPriority } from './pods.ts';
import type { RunningElection } from './runningElection.ts';

type Action = (election: RunningElection) => void;
type Actions = Readonly<Record<string, Action>>;

const HOUR_MS = 3_600_000;
const nodeOf: Readonly<Record<string, string>> = { a: 'n1', b: 'n2', c: 'n1' };

function fresh(name: string, { now }: RunningElection['input']): PodView {
  return readySince(pod(name, { nodeName: nodeOf[name], createdMs: now.wallMs }), now.wallMs);
}

function changed(name: string, change: (of: PodView, nowMs: number) => PodView): Action {
  return (election) => {
    const known = election.pod(name);
    if (known !== undefined) election.put(change(known, election.input.now.wallMs));
  };
}

function readiness(name: string): Actions {
  return {
    [`${name} is ready`]: (election) => {
      const { now } = election.input;
      const known = election.pod(name);
      const isReady = known?.ready === true && known.phase === 'Running';
      if (known === undefined) election.put(fresh(name, election.input));
      else if (!isReady) election.put(readySince({ ...known, phase: 'Running' }, now.wallMs));
    },
    [`${name} is not ready`]: changed(name, notReady),
  };
}

function ends(name: string): Actions {
  return {
    [`${name} terminates`]: changed(name, terminating),
    [`${name} is gone`]: (election) => election.remove(name),
    [`${name} has phase Failed`]: changed(name, failed),
    [`${name} is recreated`]: (election) => {
      const known = election.pod(name);
      if (known !== undefined) election.put(recreated({ ...fresh(name, election.input), metadata: known.metadata }));
    },
  };
}

function priorities(name: string): Actions {
  return Object.fromEntries(
    ['0', '100', '200', 'high'].map((value) => [
      `the priority of ${name} is ${value}`,
      changed(name, (of) => withPriority(of, value)),
    ]),
  );
}

const flips: Actions = { ...readiness('a'), ...readiness('b'), ...readiness('c') };
const endings: Actions = { ...ends('a'), ...ends('b'), ...ends('c') };
const annotations: Actions = { ...priorities('a'), ...priorities('b') };

function respecced(policy: Partial<Policy>): Action {
  return (election) => election.respec(policy);
}

const specs: Actions = {
  paused: respecced({ paused: true }),
  resumed: respecced({ paused: false }),
  'keep the last': respecced({ noCandidate: 'KeepLast' }),
  'tolerate for five seconds': respecced({ delayMs: 5000 }),
  'settle for two seconds': respecced({ minReadyMs: 2000 }),
  'cool down for a minute': respecced({ cooldownMs: 60_000 }),
  manual: respecced({ mode: 'Manual' }),
  automatic: respecced({ mode: 'Automatic' }),
  'by priority': respecced({ order: 'Priority' }),
  'preempt after five seconds': respecced({ order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs: 5000 }),
  'drain for three seconds': respecced({ strategy: 'BreakBeforeMake', drainTimeoutMs: 3000 }),
  'drain for no time': respecced({ strategy: 'BreakBeforeMake', drainTimeoutMs: 0 }),
  'delete the demoted pod': respecced({ demotedPod: 'Delete' }),
  'a is fenced': respecced({ fencedPods: ['a'] }),
  'no pod is fenced': respecced({ fencedPods: [] }),
  'nodes do not count': respecced({ nodeFailure: 'PodReadiness' }),
};

function asked(requestID: string, targetPod?: string, inMs?: number): Action {
  return (election) => {
    const notBeforeMs = inMs === undefined ? undefined : election.input.now.wallMs + inMs;
    election.ask({ requestID, targetPod, notBeforeMs });
  };
}

const requests: Actions = {
  'r1 requests any pod': asked('r1'),
  'r1 requests a': asked('r1', 'a'),
  'r1 requests b': asked('r1', 'b'),
  'r2 requests any pod': asked('r2'),
  'r2 requests b': asked('r2', 'b'),
  'r3 requests a in five seconds': asked('r3', 'a', 5000),
  'the request is removed': (election) => election.ask(undefined),
};

function node(name: string, state: NodeState, isLastChoice = false): Action {
  return (election) => election.node(name, { state, isLastChoice });
}

const nodes: Actions = {
  'n1 is healthy': node('n1', 'Healthy'),
  'n1 is not ready': node('n1', 'NotReady'),
  'n1 is unreachable': node('n1', 'Unreachable'),
  'n1 is cordoned': node('n1', 'Healthy', true),
  'n1 is deleted': node('n1', 'Deleted'),
  'n2 is healthy': node('n2', 'Healthy'),
  'n2 is unreachable': node('n2', 'Unreachable'),
  'n2 is out of service': node('n2', 'OutOfService'),
  'a hold begins': (election) => election.hold(60_000),
};

const steps: Actions = {
  step: (election) => void election.step(),
  updateStatus: (election) => election.updateStatus(),
};

const times: Actions = {
  'a moment passes': (election) => election.pass(1),
  'three seconds pass': (election) => election.pass(3000),
  'a minute passes': (election) => election.pass(60_000),
};

const faults: Actions = {
  'step whose record is lost': (election) => void election.step('lost'),
  crash: (election) => election.crash(),
  'crash right after the write': (election) => {
    election.step();
    election.crash();
  },
};

const clocks: Actions = {
  'the wall clock is set forward': (election) => election.turnClock(HOUR_MS),
  'the wall clock is set back': (election) => election.turnClock(-HOUR_MS),
};

const actions: Actions = {
  ...flips,
  ...endings,
  ...annotations,
  ...specs,
  ...requests,
  ...nodes,
  ...steps,
  ...times,
  ...faults,
  ...clocks,
};

function some(of: Actions, weight: number) {
  return { arbitrary: fc.constantFrom(...Object.keys(of)), weight };
}

const long = { maxLength: 24, size: 'max' } as const;
const facts = [
  some(flips, 4),
  some(endings, 2),
  some(annotations, 1),
  some(specs, 3),
  some(requests, 2),
  some(nodes, 2),
];

/** All actions. */
export const anyHistory = fc.array(
  fc.oneof(...facts, some(steps, 8), some(times, 3), some(faults, 2), some(clocks, 1)),
  long,
);

/** Without clock changes and lost records. */
export const calmHistory = fc.array(fc.oneof(...facts, some({ step: () => undefined }, 8), some(times, 3)), {
  maxLength: 16,
  size: 'max',
});

/** Changes of readiness and of processes only. */
export const flappingHistory = fc.array(fc.oneof(some(flips, 6), some(steps, 8), some(times, 3), some(faults, 1)), {
  maxLength: 40,
  size: 'max',
});

export function happen(election: RunningElection, names: readonly string[], afterEach: () => void = () => undefined) {
  for (const name of names) {
    actions[name]?.(election);
    afterEach();
  }
  return election;
}
