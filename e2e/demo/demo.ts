// `make demo`: shows a failover on a real Kubernetes. It leaves nothing behind, however it ends; with --keep the cluster
// runs on until `make demo-down`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kubernetesVersion } from '../cluster/binaries/versions.ts';
import { ClusterError, reasonOf } from '../cluster/clusterError.ts';
import { startControlPlane, type ControlPlane } from '../cluster/controlPlane.ts';
import { adminUser } from '../cluster/users.ts';
import { InterruptedError, interruption } from './interruption.ts';
import { showAccess, showLookingAround } from './lookAround.ts';
import { Page } from './page.ts';
import { isRunning, ordinaryRecord, recordDemo, recordedDemo } from './runningDemo.ts';
import { tellStory, type Ending } from './story.ts';

interface Options {
  readonly keep: boolean;
  /** The file that tells `make demo-down` what runs. */
  readonly record: string;
}

const page = new Page(process.stdout);
const interrupted = interruption();

async function run({ keep, record }: Options): Promise<void> {
  if (keep) refuseSecond(record);
  const bundle = fileURLToPath(new URL('../../dist/operator.mjs', import.meta.url));
  if (!existsSync(bundle)) throw new ClusterError('start the demo', 'the operator is not built; run `make demo`');
  page.heading(`A failover on a real Kubernetes ${kubernetesVersion}, on this machine`);
  const starting = page.step('etcd, kube-apiserver, kube-controller-manager', () => startControlPlane());
  const plane = await Promise.race([starting, interrupted]);
  try {
    const ending = await Promise.race([tellStory(page, plane), interrupted]);
    await (keep ? leaveRunning(record, plane, ending) : stop(plane));
  } catch (error) {
    if (error instanceof InterruptedError) page.end('');
    await plane.stop();
    throw error;
  }
}

function refuseSecond(record: string): void {
  const demo = recordedDemo(record);
  if (demo === undefined || !isRunning(demo)) return;
  page.text('A demo is running already. Look around in it:');
  showAccess(page, demo);
  throw new ClusterError('start a second demo that keeps running', 'stop the first one with `make demo-down`');
}

async function stop(plane: ControlPlane): Promise<void> {
  await plane.stop();
  page.text('The cluster is stopped and nothing is left of it. To look around in it yourself, and fail pods by hand:');
  page.suggestion('make demo KEEP=1');
  page.end('');
}

async function leaveRunning(record: string, plane: ControlPlane, ending: Ending): Promise<void> {
  const { directory } = plane;
  const kubeconfig = plane.kubeconfig(adminUser);
  const demo = { pid: await plane.release(), directory, kubeconfig };
  recordDemo(record, demo);
  showLookingAround(page, demo, ending);
  page.end('');
}

function explain(error: unknown): void {
  const [reason = '', ...details] = reasonOf(error).split('\n');
  process.stderr.write(`\n${reason}\n${details.map((line) => `  ${line}\n`).join('')}`);
}

const { values } = parseArgs({
  options: { keep: { type: 'boolean', default: false }, record: { type: 'string', default: ordinaryRecord } },
});
try {
  await run(values);
  process.exitCode = 0;
} catch (error) {
  explain(error);
  process.exit(error instanceof InterruptedError ? error.exitCode : 1);
}
