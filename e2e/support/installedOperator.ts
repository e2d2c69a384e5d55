// The operator on real nodes as users install it: its image on every node, install.yaml applied as it is.
import type { Lease } from '../../src/kube/leaderElection/lease.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../cluster/eventually.ts';
import { untilRolledOut } from '../cluster/nodes/addOn.ts';
import { cluster, type Cluster } from '../cluster/nodes/cluster.ts';
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { install, NAMESPACE } from './installation.ts';
import { makeOperatorArchive } from './operatorArchive.ts';
import { leaseObject } from './replicas.ts';

export const operatorDeployment = { namespace: NAMESPACE, name: 'activestandby-operator' };

/** Returns once both replicas are ready. */
export async function startInstalledCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'active-standby-image-'));
  const archive = join(folder, 'operator.tar');
  try {
    await makeOperatorArchive(archive);
    const started = await cluster({ nodes: 2, images: [archive] });
    await install(started.plane);
    await untilRolledOut(started.plane, operatorDeployment);
    return started;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The name of the pod that leads, once it is another than `former`. */
export async function nextLeader({ api }: ControlPlane, former: readonly string[] = []): Promise<string> {
  const lease = await eventually<Lease>(api, leaseObject, (seen) => {
    const leader = podOfLeader(seen);
    return leader !== '' && !former.includes(leader);
  });
  return podOfLeader(lease);
}

function podOfLeader({ spec }: Lease): string {
  return spec?.holderIdentity?.split('_')[0] ?? '';
}
