// What the spec asks of an election, in plain words and numbers; durations in milliseconds.
import type { IpFamily } from './podView.ts';

export interface NamedPort {
  readonly name: string;
  readonly protocol: string;
}

export interface Policy {
  /** Paused: no election and no repair, only a dead pod's address is withdrawn. */
  readonly paused: boolean;
  /** Undefined until the Service exists; then nobody can be elected. */
  readonly family: IpFamily | undefined;
  /** Target ports that each candidate must name itself. */
  readonly namedPorts: readonly NamedPort[];
  /** By name. */
  readonly fencedPods: readonly string[];
  readonly order: 'OldestReady' | 'Priority';
  /** The annotation of pods for this object alone; undefined: the object's name is too long for one. */
  readonly ownPriorityAnnotation: string | undefined;
  readonly preemption: 'Never' | 'HigherPriority';
  readonly preemptionDelayMs: number;
  readonly minReadyMs: number;
  readonly mode: 'Automatic' | 'Manual';
  /** How long a not-ready active is tolerated. */
  readonly delayMs: number;
  /** The least time from an automatic election to the next that is due to a not-ready active. */
  readonly cooldownMs: number;
  readonly noCandidate: 'Empty' | 'KeepLast';
  readonly nodeFailure: 'Immediate' | 'PodReadiness';
  readonly strategy: 'Replace' | 'BreakBeforeMake';
  readonly drainTimeoutMs: number;
  readonly demotedPod: 'Keep' | 'Delete';
}
