// `make demo-down`: ends the demo that was left running, if there is one.
import { parseArgs } from 'node:util';
import { reasonOf } from '../cluster/clusterError.ts';
import { endRunning, isRunning, ordinaryRecord, recordedCluster } from '../cluster/runningCluster.ts';

async function run(record: string): Promise<string> {
  const demo = recordedCluster(record);
  if (demo === undefined) return 'No demo is running.';
  const wasRunning = isRunning(demo);
  await endRunning(record, demo);
  return wasRunning
    ? `The demo (process ${demo.pid} and its children) is stopped, and its files are removed.`
    : 'The demo was no longer running; what it left is removed.';
}

const { values } = parseArgs({ options: { record: { type: 'string', default: ordinaryRecord('demo') } } });
try {
  console.log(await run(values.record));
} catch (error) {
  console.error(`Cannot stop the demo: ${reasonOf(error)}`);
  process.exitCode = 1;
}
