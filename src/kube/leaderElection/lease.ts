// What does a Lease say, and what does each step in its holder's life write into it?
// Times are for people only: nobody's wall clock is ever compared with another's.
import type { V1Lease } from '@kubernetes/client-node';
import { toMicroTime } from '../api/microTime.ts';
import type { Resource } from '../resource.ts';
import type { Wire } from '../wire.ts';

export const leases: Resource = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', kind: 'Lease' };

export type Lease = Wire<V1Lease>;
export type LeaseSpec = NonNullable<Lease['spec']>;

/** Who asks for the Lease, for how long, and when. */
export interface LeaseClaim {
  readonly identity: string;
  readonly durationMs: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** Empty when nobody holds it. */
export function holderOf(spec: LeaseSpec | undefined): string {
  return spec?.holderIdentity ?? '';
}

/** How long its holder may be silent: its own word counts, not the settings of those who wait. */
export function durationMsOf(spec: LeaseSpec, fallbackMs: number): number {
  const { leaseDurationSeconds } = spec;
  return leaseDurationSeconds === undefined ? fallbackMs : leaseDurationSeconds * 1000;
}

/** Taken by the claimant, or renewed when the claimant holds it already. Each change of hands is counted. */
export function claimed(previous: LeaseSpec | undefined, { identity, durationMs, atMs }: LeaseClaim): LeaseSpec {
  const time = toMicroTime(atMs);
  const renewal = { ...previous, leaseDurationSeconds: Math.ceil(durationMs / 1000), renewTime: time };
  if (previous !== undefined && holderOf(previous) === identity) return renewal;
  const leaseTransitions = previous === undefined ? 0 : (previous.leaseTransitions ?? 0) + 1;
  return { ...renewal, holderIdentity: identity, acquireTime: time, leaseTransitions };
}

/** Given back, so that nobody has to wait for its end. */
export function released(previous: LeaseSpec, atMs: number): LeaseSpec {
  return { ...previous, holderIdentity: '', leaseDurationSeconds: 1, renewTime: toMicroTime(atMs) };
}
