// Two replicas of the operator that elect a leader, as config/ runs them. Each has a user and a proxy of its own, so
// that the audit log distinguishes them and a test can disturb only one.
import { LEASE_NAME } from '../../src/api/names.ts';
import type { Lease } from '../../src/kube/leaderElection/lease.ts';
import { bindOperator, installCrds } from '../cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from '../cluster/controlPlane.ts';
import { eventually } from '../cluster/eventually.ts';
import { FaultProxy } from '../cluster/faultProxy.ts';
import { OperatorProcess } from '../cluster/operatorProcess.ts';
import { leases } from '../cluster/resources.ts';

export const LEASE_DURATION_MS = 3000;

/** As in config/. */
export const leaseObject = { resource: leases, namespace: 'activestandby-system', name: LEASE_NAME };

export interface Replica {
  readonly user: string;
  readonly proxy: FaultProxy;
  readonly operator: OperatorProcess;
}

export interface Replicas {
  readonly plane: ControlPlane;
  readonly all: readonly Replica[];
  /** Starts those that have ended; resolves with the leader and the follower. */
  settle(): Promise<{ leader: Replica; follower: Replica }>;
  stop(): Promise<void>;
}

export async function startReplicas(): Promise<Replicas> {
  const users = ['replica-a', 'replica-b'];
  const plane = await startControlPlane({ users });
  await installCrds(plane);
  const all: Replica[] = [];
  for (const user of users) {
    await bindOperator(plane, user);
    all.push(await startReplica(plane, user));
  }
  const stop = async (): Promise<void> => {
    await Promise.all(all.map(({ proxy }) => proxy.stop()));
    await plane.stop();
  };
  return { plane, all, settle: () => settled(plane, all), stop };
}

async function startReplica(plane: ControlPlane, user: string): Promise<Replica> {
  const proxy = await FaultProxy.start(plane);
  const operator = await OperatorProcess.start(plane, {
    kubeconfig: proxy.kubeconfig(user),
    args: ['--leader-elect', `--leader-election-namespace=${leaseObject.namespace}`],
    env: { POD_NAME: user },
  });
  return { user, proxy, operator };
}

async function settled(plane: ControlPlane, all: readonly Replica[]) {
  for (const { operator } of all) if (operator.process.exit !== undefined) await operator.start();
  const lease = await untilLease(plane, (holder) => all.some((replica) => isHeldBy(holder, replica)));
  const holder = lease.spec?.holderIdentity ?? '';
  const [leader] = all.filter((replica) => isHeldBy(holder, replica));
  const [follower] = all.filter((replica) => replica !== leader);
  if (leader === undefined || follower === undefined) throw new Error(`unreachable: ${holder} holds the Lease`);
  return { leader, follower };
}

export function untilLeads(plane: ControlPlane, replica: Replica): Promise<Lease> {
  return untilLease(plane, (holder) => isHeldBy(holder, replica));
}

/** The name of a killed process stays in the Lease for a while: only running ones count. */
function isHeldBy(holder: string, { user, operator }: Replica): boolean {
  return operator.process.exit === undefined && holder.startsWith(`${user}_`);
}

/** Returns the pod that leads, once it fits. */
export async function untilLeader(plane: ControlPlane, fits: (pod: string) => boolean): Promise<string> {
  const { spec } = await untilLease(plane, (holder) => holder !== '' && fits(podOfHolder(holder)));
  return podOfHolder(spec?.holderIdentity ?? '');
}

/** The first part of its identity. */
function podOfHolder(holder: string): string {
  return holder.split('_')[0] ?? '';
}

function untilLease(plane: ControlPlane, fits: (holder: string) => boolean): Promise<Lease> {
  return eventually<Lease>(plane.api, leaseObject, ({ spec }) => fits(spec?.holderIdentity ?? ''));
}
