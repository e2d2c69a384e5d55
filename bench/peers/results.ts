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
}

export interface Storm {
  /** Per object. */
  readonly ms: readonly number[];
  /** Per object, recovery included; of the arm's own process, where it has one. */
  readonly cpuMs?: number;
}

export interface ArmStorms {
  readonly arm: string;
  readonly storms: readonly Storm[];
}

export interface Start {
  readonly firstMs: number;
  readonly laterMs: readonly number[];
}

/** In MB. */
export interface MemoryFigures {
  readonly fewObjects?: number;
  readonly afterStorms?: number;
}

export interface PeersResults {
  readonly place: Place;
  readonly failovers: readonly ArmTurns[];
  readonly counts: readonly ArmCounts[];
  readonly storms: readonly ArmStorms[];
  readonly starts: readonly Start[];
  readonly memory: MemoryFigures;
}
