// Two replicas of the operator that elect a leader among themselves with the given timing. Each pair has a Lease in a
// namespace of its own, so that several pairs meet the same disturbances at the same time.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { OperatorProcess } from '../../e2e/cluster/operatorProcess.ts';
import { adminUser } from '../../e2e/cluster/users.ts';

/** Lease duration, renew deadline and retry period, as the flags take them: 6s/4s/1s. Empty: the defaults. */
export type Timing = string;

export interface Pair {
  readonly timing: Timing;
  readonly namespace: string;
  readonly replicas: readonly Replica[];
}

interface Replica {
  /** Begins its holder identity. */
  readonly name: string;
  readonly operator: OperatorProcess;
}

/** In a namespace that exists; they act in it alone, too. */
export async function startPair(plane: ControlPlane, namespace: string, timing: Timing = ''): Promise<Pair> {
  const start = async (name: string): Promise<Replica> => {
    const where = [`--leader-election-namespace=${namespace}`, `--namespace=${namespace}`];
    const kubeconfig = plane.kubeconfig(adminUser);
    const args = ['--leader-elect', ...where, ...flags(timing)];
    return { name, operator: await OperatorProcess.start(plane, { kubeconfig, args, env: { POD_NAME: name } }) };
  };
  const replicas = await Promise.all(['a', 'b'].map(start));
  return { timing, namespace, replicas };
}

function flags(timing: Timing): readonly string[] {
  if (timing === '') return [];
  const [leaseDuration, renewDeadline, retryPeriod, ...others] = timing.split('/');
  if (retryPeriod === undefined || others.length > 0)
    throw new Error(`Cannot use the timing "${timing}": three durations are needed, such as 6s/4s/1s`);
  return [`--lease-duration=${leaseDuration}`, `--renew-deadline=${renewDeadline}`, `--retry-period=${retryPeriod}`];
}

/** How often a replica became the leader, and the reasons of each end of a leadership, with their times. */
export function leaderships({ replicas }: Pair): { readonly gained: number; readonly lost: readonly string[] } {
  const lines = replicas.flatMap(({ operator }) => operator.logs());
  const lost = lines.filter(({ message }) => message === 'lost leadership');
  return {
    gained: lines.filter(({ message }) => message === 'became leader').length,
    lost: lost.map(({ timestamp, reason }) => `${String(timestamp)} ${String(reason)}`),
  };
}
