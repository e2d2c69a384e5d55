// `make demo`: shows a failover on a real Kubernetes. It leaves nothing behind, however it ends; with --keep the cluster
// runs on until `make demo-down`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kubernetesVersion } from '../cluster/binaries/versions.ts';
import { ClusterError, reasonOf } from '../cluster/clusterError.ts';
import { startControlPlane, type ControlPlane } from '../cluster/controlPlane.ts';
import { endRunning, isRunning, ordinaryRecord, recordRunning, recordedCluster } from '../cluster/runningCluster.ts';
import { adminUser } from '../cluster/users.ts';
import { InterruptedError, interruption } from './interruption.ts';
import { showAccess, showLookingAround } from './lookAround.ts';
import { Page } from './page.ts';

import { tellStory, type Ending } from './story.ts';

interface Options {
  readonly keep: boolean;
  /** The file by which `make demo-down` finds the running demo. */
  readonly record: string;
}

const page = new Page(process.stdout);
const interrupted = interruption();

async function run({ keep, record }: Options): Promise<void> {
  if (keep) refuseSecond(record);
  const bundle = fileURLToPath(new URL('../../dist/operator.mjs', import.meta.url));
  if (!existsSync(bundle)) throw new ClusterError('start the demo', 'the operator is not built; run `make demo`');
  page.heading(`\nA failover on a real Kubernetes ${kubernetesVersion}, on this machine, in about ten seconds`);
  const { plane, ending } = await playOrStop();
  await (keep ? leaveRunning(record, plane, ending) : stop(plane));
}

async function playOrStop(): Promise<{ readonly plane: ControlPlane; readonly ending: Ending }> {
  const starting = page.step('etcd, kube-apiserver, kube-controller-manager', () => startControlPlane());
  try {
    const plane = await Promise.race([starting, interrupted]);
    return { plane, ending: await Promise.race([tellStory(page, plane), interrupted]) };
  } catch (error) {
    page.end('\nStopping everything.');
    // Also a cluster that is still starting, so that nothing is left.
    await starting.then(
      (plane) => plane.stop(),
      () => undefined,
    );
    throw error;
  }
}

function refuseSecond(record: string): void {
  const demo = recordedCluster(record);
  if (demo === undefined || !isRunning(demo)) return;
  showAccess(page, 'A demo is running already. Look around in it:', demo);
  throw new ClusterError('start a second demo that keeps running', 'stop the first one with `make demo-down`');
}

async function stop(plane: ControlPlane): Promise<void> {
  await plane.stop();
  page.paragraph('The cluster is stopped, and nothing is left of it.');
  page.suggestions('To look around in one, and to fail pods by hand:', ['make demo KEEP=1']);
}

async function leaveRunning(record: string, plane: ControlPlane, ending: Ending): Promise<void> {
  const { directory } = plane;
  const kubeconfig = plane.kubeconfig(adminUser);
  const demo = { pid: await plane.release(), directory, kubeconfig };
  try {
    recordRunning(record, demo);
  } catch (error) {
    await endRunning(record, demo);
    throw new ClusterError('leave the demo running', reasonOf(error), error);
  }
  showLookingAround(page, demo, ending);
}

/** One line of reason, and the end of a process's log if that is the reason. */
function explain(error: unknown): void {
  const [reason = '', ...details] = reasonOf(error).split('\n');
  const shown = details.slice(0, 15).map((line) => `  ${line}\n`);
  process.stderr.write(`\n${reason}\n${shown.join('')}`);
}

const { values } = parseArgs({
  options: { keep: { type: 'boolean', default: false }, record: { type: 'string', default: ordinaryRecord('demo') } },
});
try {
  await run(values);
  process.exitCode = 0;
} catch (error) {
  explain(error);
  process.exit(error instanceof InterruptedError ? error.exitCode : 1);
}
