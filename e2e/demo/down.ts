// `make demo-down`: ends the demo that was left running, if there is one.
import { parseArgs } from 'node:util';
import { reasonOf } from '../cluster/clusterError.ts';
import { endDemo, isRunning, ordinaryRecord, recordedDemo } from './runningDemo.ts';

async function run(record: string): Promise<string> {
  const demo = recordedDemo(record);
  if (demo === undefined) return 'No demo is running.';
  const wasRunning = isRunning(demo);
  await endDemo(record, demo);
  return wasRunning
    ? `The demo (process ${demo.pid} and its children) is stopped, and its files are removed.`
    : 'The demo was no longer running; what it left is removed.';
}

const { values } = parseArgs({ options: { record: { type: 'string', default: ordinaryRecord } } });
try {
  console.log(await run(values.record));
} catch (error) {
  console.error(`Cannot stop the demo: ${reasonOf(error)}`);
  process.exitCode = 1;
}
