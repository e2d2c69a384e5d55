// The definition of one walk: a policy, the possible changes, and the limit. A change that is not named does not
// happen.
import type { Policy } from '../../src/election/policy.ts';
import type { RequestedSwitchover } from '../../src/election/switchoverRequest.ts';
import { defaultPolicy } from '../support/election/electionInputs.ts';
import { noElectionState, type State } from './state.ts';

export interface Scenario {
  readonly name: string;
  readonly policy: Policy;
  readonly start: State;
  readonly pods: readonly State['a'][];
  readonly priorities: readonly State['priorityA'][];
  /** The revisions of new pods. */
  readonly revisions: readonly State['revisionA'][];
  readonly nodes: readonly State['n1'][];
  readonly holds: boolean;
  readonly pauses: boolean;
  readonly fences: readonly State['fence'][];
  /** The pod that each request names; undefined: the first candidate. */
  readonly requests: Readonly<Partial<Record<'r1' | 'r2', RequestedSwitchover['targetPod']>>>;
  /** r1 has a `notBefore`. */
  readonly isScheduled: boolean;
  readonly clockJumps: boolean;
  /** The slice may be deleted, and the status fall far behind. */
  readonly losses: boolean;
}

/** All different, so that none can be mistaken for another. */
export const lengths = {
  delayMs: 10_000,
  cooldownMs: 20_000,
  preemptionDelayMs: 30_000,
  minReadyMs: 40_000,
  drainTimeoutMs: 50_000,
} as const;

/** All pods are ready, and nothing has been done yet. */
const beginning: State = {
  a: 'ready',
  b: 'ready',
  c: 'notReady',
  settlingA: 'none',
  settlingB: 'none',
  settlingC: 'none',
  priorityA: 'normal',
  priorityB: 'normal',
  priorityC: 'normal',
  revisionA: 'none',
  revisionB: 'none',
  revisionC: 'none',
  n1: 'Healthy',
  n2: 'Healthy',
  hold: 'no',
  paused: 'no',
  fence: 'none',
  request: 'none',
  isDue: 'yes',
  slice: 'none',
  intent: 'Empty',
  holder: 'none',
  cause: 'PodDeleted',
  requestID: 'none',
  cooldown: 'none',
  drain: 'none',
  target: 'none',
  demoted: 'none',
  lag: 'unwritten',
  reportedHolder: 'none',
  reportedFailover: 'none',
  reportedNotReady: 'no',
  reportedBetter: 'none',
  reportedPreemption: 'none',
  reportedRequest: 'none',
  reportedState: 'none',
  handled: '',
  ...noElectionState,
  done1: 'no',
  done2: 'no',
};

interface ScenarioChange extends Partial<Omit<Scenario, 'policy' | 'start'>> {
  readonly name: string;
  readonly policy?: Partial<Policy>;
  readonly start?: Partial<State>;
}

export function scenario({ policy, start, ...change }: ScenarioChange): Scenario {
  return {
    policy: { ...defaultPolicy, ...policy },
    start: { ...beginning, ...start },
    pods: ['absent', 'ready', 'notReady', 'leaving'],
    priorities: [],
    revisions: [],
    nodes: [],
    holds: false,
    pauses: false,
    fences: [],
    requests: {},
    isScheduled: false,
    clockJumps: false,
    losses: false,
    ...change,
  };
}
