// `make demo`: shows a failover on a real Kubernetes. It leaves nothing behind, however it ends; with --keep the cluster
// runs on until `make demo-down`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kubernetesVersion } from '../cluster/binaries/versions.ts';
import { ClusterError, reasonOf } from '../cluster/clusterError.ts';
import { startControlPlane, type ControlPlane } from '../cluster/controlPlane.ts';
import { cluster } from '../cluster/nodes/cluster.ts';
import { endRunning, isRunning, ordinaryRecord, recordRunning, recordedCluster } from '../cluster/runningCluster.ts';
import { adminUser } from '../cluster/users.ts';
import { InterruptedError, interruption } from './interruption.ts';
import { showAccess, showLookingAround } from './lookAround.ts';
import { Page } from './page.ts';

import { tellStoryOnNodes } from './nodesStory.ts';
import { tellStory, type Ending } from './story.ts';

interface Options {
  readonly keep: boolean;
  /** 0: a control plane alone, whose pods are API objects. */
  readonly nodes: number;
  /** The file by which `make demo-down` finds the running demo. */
  readonly record: string;
}

const page = new Page(process.stdout);
const interrupted = interruption();

async function run({ keep, nodes, record }: Options): Promise<void> {
  if (keep) refuseSecond(record);
  const bundle = fileURLToPath(new URL('../../dist/operator.mjs', import.meta.url));
  if (!existsSync(bundle)) throw new ClusterError('start the demo', 'the operator is not built; run `make demo`');
  page.heading(`\nA failover on a real Kubernetes ${kubernetesVersion}, on this machine, in about ten seconds`);
  const { setting, ending } = await playOrStop(nodes);
  await (keep ? leaveRunning(record, setting.plane, ending) : stop(setting, nodes));
}

interface Setting {
  readonly plane: ControlPlane;
  tell(page: Page): Promise<Ending>;
  stop(): Promise<void>;
}

async function playOrStop(nodes: number): Promise<{ readonly setting: Setting; readonly ending: Ending }> {
  const starting = nodes > 0 ? startNodes(nodes) : startPlane();
  try {
    const setting = await Promise.race([starting, interrupted]);
    return { setting, ending: await Promise.race([setting.tell(page), interrupted]) };
  } catch (error) {
    page.end('\nStopping everything.');
    // Also a cluster that is still starting, so that nothing is left.
    await starting.then(
      (setting) => setting.stop(),
      () => undefined,
    );
    throw error;
  }
}

async function startPlane(): Promise<Setting> {
  const plane = await page.step('etcd, kube-apiserver, kube-controller-manager', () => startControlPlane());
  return { plane, tell: (to) => tellStory(to, plane), stop: () => plane.stop() };
}

async function startNodes(nodes: number): Promise<Setting> {
  const title = `a control plane and ${nodes} node${nodes === 1 ? '' : 's'} with kubelet, containerd, kube-proxy`;
  const made = await page.step(title, () => cluster({ nodes }));
  return { plane: made.plane, tell: (to) => tellStoryOnNodes(to, made), stop: () => made.stop() };
}

function refuseSecond(record: string): void {
  const demo = recordedCluster(record);
  if (demo === undefined || !isRunning(demo)) return;
  showAccess(page, 'A demo is running already. Look around in it:', demo);
  throw new ClusterError('start a second demo that keeps running', 'stop the first one with `make demo-down`');
}

async function stop(setting: Setting, nodes: number): Promise<void> {
  await setting.stop();
  page.paragraph('The cluster is stopped, and nothing is left of it.');
  page.suggestions('To look around in one, and to fail pods by hand:', [
    `make demo KEEP=1${nodes > 0 ? ` NODES=${nodes}` : ''}`,
  ]);
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
  options: {
    keep: { type: 'boolean', default: false },
    nodes: { type: 'string', default: '0' },
    record: { type: 'string', default: ordinaryRecord('demo') },
  },
});
try {
  await run({ ...values, nodes: Number(values.nodes) });
  process.exitCode = 0;
} catch (error) {
  explain(error);
  process.exit(error instanceof InterruptedError ? error.exitCode : 1);
}
