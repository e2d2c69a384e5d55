// What the spec asks of an election, with all defaults filled; durations in milliseconds.
import type { IpFamily } from './podView.ts';

export interface NamedPort {
  readonly name: string;
  readonly protocol: string;
}

export interface Policy {
  /** No elections and no repairs; only the address of a pod that is gone is withdrawn. */
  readonly paused: boolean;
  /** Undefined until the Service exists: no pod can be elected before. */
  readonly family: IpFamily | undefined;
  /** Named target ports, which each candidate must declare. */
  readonly namedPorts: readonly NamedPort[];
  /** Names of pods. */
  readonly fencedPods: readonly string[];
  readonly order: 'OldestReady' | 'Priority';
  /** The priority annotation for this object alone; undefined when the object's name is too long for one. */
  readonly ownPriorityAnnotation: string | undefined;
  readonly preemption: 'Never' | 'HigherPriority';
  readonly preemptionDelayMs: number;
  readonly minReadyMs: number;
  readonly mode: 'Automatic' | 'Manual';
  /** How long a not-ready active is tolerated. */
  readonly delayMs: number;
  /** The least time from an automatic election to the next one that is caused by a not-ready active. */
  readonly cooldownMs: number;
  readonly noCandidate: 'Empty' | 'KeepLast';
  readonly nodeFailure: 'Immediate' | 'PodReadiness';
  readonly strategy: 'Replace' | 'BreakBeforeMake';
  readonly drainTimeoutMs: number;
  readonly demotedPod: 'Keep' | 'Delete';
}
