// What acquiring, renewing and releasing write into the spec of a Lease.
// Its times are for people: no process compares its wall clock with that of another.
import type { V1Lease } from '@kubernetes/client-node';
import { toMicroTime } from '../api/microTime.ts';
import type { Resource } from '../resource.ts';
import type { Wire } from '../wire.ts';

export const leases: Resource = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', kind: 'Lease' };

export type Lease = Wire<V1Lease>;
export type LeaseSpec = NonNullable<Lease['spec']>;

/** A request for the Lease. */
export interface LeaseClaim {
  readonly identity: string;
  readonly durationMs: number;
  /** Wall clock, ms since the epoch. */
  readonly atMs: number;
}

/** Empty: no holder. */
export function holderOf(spec: LeaseSpec | undefined): string {
  return spec?.holderIdentity ?? '';
}

/** The duration that the holder has set; followers use it instead of their own setting. */
export function durationMsOf(spec: LeaseSpec, fallbackMs: number): number {
  const { leaseDurationSeconds } = spec;
  return leaseDurationSeconds === undefined ? fallbackMs : leaseDurationSeconds * 1000;
}

/** Acquires the Lease, or renews it for its holder. Counts a change of the holder in leaseTransitions. */
export function claimed(previous: LeaseSpec | undefined, { identity, durationMs, atMs }: LeaseClaim): LeaseSpec {
  const time = toMicroTime(atMs);
  const renewal = { ...previous, leaseDurationSeconds: Math.ceil(durationMs / 1000), renewTime: time };
  if (previous !== undefined && holderOf(previous) === identity) return renewal;
  const leaseTransitions = previous === undefined ? 0 : (previous.leaseTransitions ?? 0) + 1;
  return { ...renewal, holderIdentity: identity, acquireTime: time, leaseTransitions };
}

/** Clears the holder, so that other processes need not wait until the Lease expires. */
export function released(previous: LeaseSpec, atMs: number): LeaseSpec {
  return { ...previous, holderIdentity: '', leaseDurationSeconds: 1, renewTime: toMicroTime(atMs) };
}
