// The measured figures, as they are kept in bench/results/peers.json.
import type { Place } from '../report.ts';

/** What the operator did; per failover where it says so. */
export interface Counts {
  readonly reconciles: number;
  readonly sliceWrites: number;
  readonly statusWrites: number;
  readonly events: number;
}

/** Some failovers of one arm, one after the other. */
export interface Turn {
  readonly ms: readonly number[];
  /** Per failover, recovery included; of the arm's own process, where it has one. */
  readonly cpuMs?: number;
  readonly apiServerCpuMs: number;
}

export interface ArmTurns {
  readonly arm: string;
  readonly objects: number;
  readonly turns: readonly Turn[];
}

/** Per failover. */
export interface ArmCounts {
  readonly arm: string;
  readonly failover: Counts;
  /** Of the pod that failed. */
  readonly recovery: Counts;
  /** Writes that were complete before that of the slice. */
  readonly earlyWrites: number;
}

export interface Storm {
  /** Per object. */
  readonly ms: readonly number[];
  /** Per object, recovery included; of the arm's own process, where it has one. */
  readonly cpuMs?: number;
}

export interface ArmStorms {
  readonly arm: string;
  readonly objects: number;
  readonly storms: readonly Storm[];
  /** After all of them; of the arm's own process, where it has one. In MB. */
  readonly rssMb?: number;
}

export interface Start {
  readonly firstMs: number;
  readonly laterMs: readonly number[];
}

export interface Starts {
  readonly starts: readonly Start[];
  /** After the last of them, in MB. */
  readonly rssMb: number;
}

/** What was not measured is empty or missing. */
export interface PeersResults {
  readonly place: Place;
  readonly commit: string;
  /** Of JSON, as the API server sends a pod. */
  readonly podBytes: number;
  readonly failovers: readonly ArmTurns[];
  readonly counts: readonly ArmCounts[];
  /** Beside a controller manager with settings for large clusters. */
  readonly storms: readonly ArmStorms[];
  /** Beside one with Kubernetes' own settings. */
  readonly defaultStorms: readonly ArmStorms[];
  readonly starts?: Starts;
  /** How long after the death of the leader another one acted. */
  readonly takeoverSeconds: readonly number[];
}
