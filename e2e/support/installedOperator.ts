// The operator on real nodes as users install it: its image on every node, install.yaml applied as it is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { untilRolledOut } from '../cluster/nodes/addOn.ts';
import { cluster, type Cluster } from '../cluster/nodes/cluster.ts';
import { install, NAMESPACE } from './installation.ts';
import { makeOperatorArchive } from './operatorArchive.ts';

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
