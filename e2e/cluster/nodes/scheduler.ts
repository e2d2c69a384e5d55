// kube-scheduler: gives each pod a node. It serves nothing, so it needs no port.
import { join } from 'node:path';
import { requireBinary } from '../binaries/findBinaries.ts';
import type { ControlPlane } from '../controlPlane.ts';
import type { SupervisedProcess } from '../supervisedProcess.ts';

export const schedulerUser = 'system:kube-scheduler';

export function startScheduler(plane: ControlPlane): Promise<SupervisedProcess> {
  return plane.supervisor.start({
    command: requireBinary('kube-scheduler'),
    args: [`--kubeconfig=${plane.kubeconfig(schedulerUser)}`, '--leader-elect=false', '--secure-port=0'],
    logFile: join(plane.directory, 'kube-scheduler.log'),
  });
}
