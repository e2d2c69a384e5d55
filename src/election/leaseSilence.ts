// A node has just been called unreachable: which others fell silent with it, although the API does not say so yet? In a
// mass failure all Leases are about as old as that of the first node; in the failure of one, all others are much
// younger. Told by two clocks that must agree, so that one that is wrong makes no hold; ours is none of them.

export interface NodeLease {
  /** By the clock of the node, in milliseconds since the epoch. */
  readonly renewMs: number;
  /** A kubelet renews it four times as often. */
  readonly durationMs: number;
}

export interface NodeFailure {
  readonly name: string;
  /** Since when the control plane calls it unreachable, by its clock; undefined when it does not say. */
  readonly sinceMs: number | undefined;
}

/** Of its own duration: 25 s of 40 s, where a kubelet that lives renews every 10 s. */
const SILENT_AGE = 0.625;

/** A Lease that is older was left behind, or its clock is wrong. */
const STALE_AGE = 3;

/** It was renewed at most so much later than that of the failed node: 20 s of 40 s, twice what a mass failure takes. */
const LONGEST_LEAD = 0.5;

/** By name, the failed ones included. A node without a Lease is not silent, and tells nothing of others. */
export function silentNodes(
  leases: ReadonlyMap<string, NodeLease>,
  failures: readonly NodeFailure[],
): ReadonlySet<string> {
  const silent = new Set<string>();
  for (const { name: failedName, sinceMs } of failures) {
    const failed = leases.get(failedName);
    if (failed === undefined || sinceMs === undefined) continue;
    for (const [name, lease] of leases) if (isSilent(lease, failed, sinceMs)) silent.add(name);
  }
  return silent;
}

function isSilent({ renewMs, durationMs }: NodeLease, failed: NodeLease, sinceMs: number): boolean {
  const ageMs = sinceMs - renewMs;
  const leadMs = renewMs - failed.renewMs;
  const isOld = ageMs >= SILENT_AGE * durationMs && ageMs <= STALE_AGE * durationMs;
  return isOld && leadMs <= LONGEST_LEAD * Math.max(durationMs, failed.durationMs);
}
