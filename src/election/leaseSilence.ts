// Finds the nodes that fell silent together with a node that has become unreachable, before the API says so. In a
// mass failure all Leases are about as old as that of the first node; when one node fails, all others are much
// younger.
// Two clocks must agree, the node's and the control plane's, so that one wrong clock causes no hold. The operator's
// own clock is not used.

export interface NodeLease {
  /** By the node's clock, in milliseconds since the epoch. */
  readonly renewMs: number;
  /** `spec.leaseDurationSeconds` in milliseconds; a kubelet renews the Lease four times in it. */
  readonly durationMs: number;
}

export interface NodeFailure {
  readonly name: string;
  /** Since when it has been reported unreachable, by the control plane's clock; undefined when the API does not say. */
  readonly sinceMs: number | undefined;
}

/** The least age of a silent Lease, as a part of its duration: 25 s of 40 s, where a kubelet renews every 10 s. */
const SILENT_AGE = 0.625;

/** The greatest age, as a multiple of the duration: an older Lease is an orphan, or its node's clock is wrong. */
const STALE_AGE = 3;

/** How much later than the failed node's it may have been renewed: 20 s of 40 s, twice what a mass failure takes. */
const LONGEST_LEAD = 0.5;

/** Names of nodes, the failed ones included. A node without a Lease is not silent, and is no evidence about others. */
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
