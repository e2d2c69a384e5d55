// `make cluster-down`: ends the cluster that `make cluster-up` has started, if there is one.
import { parseArgs } from 'node:util';
import { reasonOf } from '../clusterError.ts';
import { endRunning, ordinaryRecord, recordedCluster } from '../runningCluster.ts';

const { values } = parseArgs({ options: { record: { type: 'string', default: ordinaryRecord('cluster') } } });
try {
  const running = recordedCluster(values.record);
  if (running !== undefined) await endRunning(values.record, running);
  process.stdout.write(
    running === undefined ? 'No cluster is running.\n' : 'The cluster is stopped, and nothing is left.\n',
  );
} catch (error) {
  process.stderr.write(`Cannot stop the cluster: ${reasonOf(error)}\n`);
  process.exitCode = 1;
}
