// kube-controller-manager: garbage collection, endpoints, endpoint slices, workloads. It serves nothing, so it needs no port.
import { join } from 'node:path';
import type { SupervisedProcess } from './supervisedProcess.ts';
import type { Supervisor } from './supervisor.ts';

export interface ControllerManagerOptions {
  readonly binary: string;
  readonly directory: string;
  readonly supervisor: Supervisor;
  readonly kubeconfig: string;
  readonly serviceAccountKeyFile: string;
}

export function startControllerManager(options: ControllerManagerOptions): Promise<SupervisedProcess> {
  const { binary, directory, supervisor, kubeconfig, serviceAccountKeyFile } = options;
  return supervisor.start({
    command: binary,
    logFile: join(directory, 'kube-controller-manager.log'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--service-account-private-key-file=${serviceAccountKeyFile}`,
      '--use-service-account-credentials',
      '--leader-elect=false',
      '--secure-port=0',
      // Without kubelets every node would turn Unknown, and its pods be evicted.
      '--controllers=*,-node-lifecycle-controller,-taint-eviction-controller',
      '--kube-api-qps=200',
      '--kube-api-burst=400',
    ],
  });
}
