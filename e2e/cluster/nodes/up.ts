// `make cluster-up`: starts a cluster with real nodes that runs until `make cluster-down`.
import { parseArgs } from 'node:util';
import { findBinary } from '../binaries/findBinaries.ts';
import { ClusterError, reasonOf } from '../clusterError.ts';
import { endRunning, isRunning, ordinaryRecord, recordedCluster, recordRunning } from '../runningCluster.ts';
import { adminUser } from '../users.ts';
import { cluster } from './cluster.ts';

async function up(nodes: number, record: string): Promise<string> {
  const known = recordedCluster(record);
  if (known !== undefined && isRunning(known)) {
    throw new ClusterError('start a second cluster', `one runs already; stop it with \`make cluster-down\``);
  }
  const { plane } = await cluster({ nodes });
  const kubeconfig = plane.kubeconfig(adminUser);
  const running = { pid: await plane.release(), directory: plane.directory, kubeconfig };
  try {
    recordRunning(record, running);
  } catch (error) {
    await endRunning(record, running);
    throw new ClusterError('leave the cluster running', reasonOf(error), error);
  }
  const kubectl = findBinary('kubectl') ?? 'kubectl';
  return [
    `A Kubernetes with ${nodes} node${nodes === 1 ? '' : 's'} runs until \`make cluster-down\`. In any terminal:`,
    `  export KUBECONFIG=${kubeconfig}`,
    `  alias kubectl=${kubectl}`,
  ].join('\n');
}

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '2' },
    record: { type: 'string', default: ordinaryRecord('cluster') },
  },
});
try {
  process.stdout.write(`${await up(Number(values.nodes), values.record)}\n`);
  process.exitCode = 0;
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
}
