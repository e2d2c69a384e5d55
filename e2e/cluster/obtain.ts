// `make cluster-binaries`: obtains the missing binaries of a control plane, or says in one line that none is missing.
// With --nodes (`make cluster-node-binaries`) also those of real nodes.
import { parseArgs } from 'node:util';
import { binaryNames, etcdVersion, kubernetesVersion, nodeBinaryNames } from './binaries/versions.ts';
import { obtainBinaries, ordinaryOptions } from './binaries/obtainBinaries.ts';
import { progressOn } from './binaries/progress.ts';
import { ClusterError, reasonOf } from './clusterError.ts';
import { missingForNodes } from './nodes/requirements.ts';

const { values } = parseArgs({ options: { nodes: { type: 'boolean', default: false } } });

/** Before anything is built that could not run. */
function refuseWithoutNodes(): void {
  const missing = missingForNodes();
  if (missing.length > 0) throw new ClusterError('run nodes', `this machine lacks ${missing.join(', ')}`);
}

try {
  if (values.nodes) refuseWithoutNodes();
  const names = values.nodes ? [...binaryNames, ...nodeBinaryNames] : binaryNames;
  await obtainBinaries({ ...ordinaryOptions(process.env, progressOn(process.stdout)), names });
  process.stdout.write(`Kubernetes ${kubernetesVersion} and etcd ${etcdVersion} are here: ${names.join(', ')}.\n`);
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
}
