// Two replicas of the operator that elect a leader among themselves with the given timing. Each pair has a Lease in a
// namespace of its own, so that several pairs meet the same disturbances at the same time.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { OperatorProcess } from '../../e2e/cluster/operatorProcess.ts';
import { adminUser } from '../../e2e/cluster/users.ts';

/** Lease duration, renew deadline and retry period, as the flags take them: 6s/4s/1s. */
export type Timing = string;

export interface Pair {
  readonly timing: Timing;
  readonly namespace: string;
  readonly replicas: readonly OperatorProcess[];
}

export async function startPair(plane: ControlPlane, timing: Timing, namespace: string): Promise<Pair> {
  await plane.kubectl(['create', 'namespace', namespace]);
  const replicas = await Promise.all(
    ['a', 'b'].map((name) =>
      OperatorProcess.start(plane, {
        kubeconfig: plane.kubeconfig(adminUser),
        args: ['--leader-elect', `--leader-election-namespace=${namespace}`, `--namespace=${namespace}`, ...flags(timing)],
        env: { POD_NAME: `${namespace}-${name}` },
      }),
    ),
  );
  return { timing, namespace, replicas };
}

function flags(timing: Timing): readonly string[] {
  const [leaseDuration, renewDeadline, retryPeriod, ...others] = timing.split('/');
  if (retryPeriod === undefined || others.length > 0)
    throw new Error(`Cannot use the timing "${timing}": three durations are needed, such as 6s/4s/1s`);
  return [`--lease-duration=${leaseDuration}`, `--renew-deadline=${renewDeadline}`, `--retry-period=${retryPeriod}`];
}

/** How often a replica became the leader, and the reasons of each end of a leadership, with their times. */
export function leaderships({ replicas }: Pair): { readonly gained: number; readonly lost: readonly string[] } {
  const lines = replicas.flatMap((replica) => replica.logs());
  const lost = lines.filter(({ message }) => message === 'lost leadership');
  return {
    gained: lines.filter(({ message }) => message === 'became leader').length,
    lost: lost.map(({ timestamp, reason }) => `${String(timestamp)} ${String(reason)}`),
  };
}
