// kube-controller-manager: garbage collection, endpoints, endpoint slices, workloads. It needs no port.
import { join } from 'node:path';
import type { SupervisedProcess } from './supervisedProcess.ts';
import type { Supervisor } from './supervisor.ts';

export interface ControllerManagerOptions {
  readonly binary: string;
  readonly directory: string;
  readonly supervisor: Supervisor;
  readonly kubeconfig: string;
  readonly serviceAccountKeyFile: string;
  /** What pods verify the API server with; each namespace gets a copy. */
  readonly rootCaFile: string | undefined;
  readonly settings: ControllerManagerSettings;
}

export interface ControllerManagerSettings {
  /**
   * Enables the node lifecycle controller, as in a real cluster: a node whose Lease is not renewed for so many seconds
   * turns Unknown, and its pods are marked as not ready.
   */
  readonly nodeGraceSeconds?: number;
  /** Added to that of this process: settings of Go's runtime. */
  readonly env?: Readonly<Record<string, string>>;
  /** For each controller; the burst is twice that. Default: 200, where Kubernetes' own is 20. */
  readonly requestsPerSecond?: number;
  /** After all others, which they replace. */
  readonly args?: readonly string[];
}

export function startControllerManager(options: ControllerManagerOptions): Promise<SupervisedProcess> {
  const { binary, directory, supervisor, kubeconfig, serviceAccountKeyFile, rootCaFile, settings } = options;
  const { env = {}, requestsPerSecond = 200, nodeGraceSeconds, args = [] } = settings;
  return supervisor.start({
    command: binary,
    env,
    logFile: join(directory, 'kube-controller-manager.log'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--service-account-private-key-file=${serviceAccountKeyFile}`,
      '--use-service-account-credentials',
      '--leader-elect=false',
      '--secure-port=0',
      `--kube-api-qps=${requestsPerSecond}`,
      `--kube-api-burst=${requestsPerSecond * 2}`,
      ...(rootCaFile === undefined ? [] : [`--root-ca-file=${rootCaFile}`]),
      ...nodeArgs(nodeGraceSeconds),
      ...args,
    ],
  });
}

function nodeArgs(graceSeconds: number | undefined): readonly string[] {
  // Without kubelets every node would turn Unknown, and its pods be evicted.
  if (graceSeconds === undefined) return ['--controllers=*,-node-lifecycle-controller,-taint-eviction-controller'];
  return [`--node-monitor-grace-period=${graceSeconds}s`, '--node-monitor-period=1s'];
}
