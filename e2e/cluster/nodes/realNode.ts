// A node: kubelet, containerd and kube-proxy in namespaces and cgroups of their own. It can lose its power, freeze, be cut
// off from the network, and come back.
import { mkdirSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { requireBinary } from '../binaries/findBinaries.ts';
import { cgroupHierarchies, cgroupPaths, clusterCgroup, createCgroup, removeCgroup, setFrozen } from '../cgroups.ts';
import { ClusterError } from '../clusterError.ts';
import type { ControlPlane } from '../controlPlane.ts';
import { startUntilReady } from '../readiness.ts';
import type { SupervisedProcess } from '../supervisedProcess.ts';
import { importImage } from './image.ts';
import type { Lan } from './lan.ts';
import { untilParentEnds } from './networkNamespace.ts';
import { writeNodeFiles, type NodeFiles } from './nodeFiles.ts';

export interface NodeOptions {
  readonly plane: ControlPlane;
  readonly lan: Lan;
  readonly index: number;
  /** Of all nodes of the cluster. */
  readonly count: number;
  readonly images: readonly string[];
  readonly graceSeconds: number;
  readonly proxyMinSyncMs: number;
}

export const kubeProxyUser = 'system:kube-proxy';

export function nodeNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `node-${index}`);
}

export function kubeletUser(node: string): string {
  return `system:node:${node}`;
}

const pollMs = 10;
const deadlineMs = 30_000;

export class RealNode {
  readonly name: string;
  readonly address: string;
  readonly cgroup: string;
  readonly #options: NodeOptions;
  readonly #directory: string;
  #namespaces: SupervisedProcess | undefined;
  #initPid = 0;
  #socket = '';

  constructor(options: NodeOptions) {
    const { plane, lan, index } = options;
    this.#options = options;
    this.name = `node-${index}`;
    this.address = lan.addresses.node(index);
    this.cgroup = `${clusterCgroup(plane.directory)}/${this.name}`;
    this.#directory = join(plane.directory, this.name);
  }

  /** With an empty disk. Returns once its servers run; the Node object is ready a moment later. */
  async powerOn(): Promise<void> {
    const files = this.#prepare();
    await this.#boot();
    await this.#connect();
    await this.#startContainerd(files);
    for (const image of this.#options.images) await this.load(image);
    await this.#startServers(files);
  }

  /** At once, as when the plug is pulled. */
  async powerOff(): Promise<void> {
    setFrozen(this.cgroup, false);
    await this.#namespaces?.stop();
    await removeCgroup(this.cgroup);
    await this.#options.lan.untilDetached(this.name);
  }

  /** Everything on it stops, and goes on as if nothing had been once it is thawed. */
  freeze(): void {
    setFrozen(this.cgroup, true);
  }

  thaw(): void {
    setFrozen(this.cgroup, false);
  }

  /** No packet reaches it or leaves it; its pods run on. */
  disconnect(): Promise<void> {
    return this.#options.lan.setLinked(this.name, false);
  }

  reconnect(): Promise<void> {
    return this.#options.lan.setLinked(this.name, true);
  }

  /** Puts an OCI archive where pods with `imagePullPolicy: Never` find it. */
  load(archive: string): Promise<void> {
    return importImage(this.#socket, archive);
  }

  #prepare(): NodeFiles {
    const { plane, lan, index, graceSeconds, proxyMinSyncMs } = this.#options;
    const { addresses } = lan;
    rmSync(this.#directory, { recursive: true, force: true });
    mkdirSync(this.#directory);
    createCgroup(this.cgroup);
    const files = writeNodeFiles({
      name: this.name,
      directory: this.#directory,
      podRange: addresses.podsOf(index),
      allPods: addresses.pods,
      dns: addresses.dns,
      proxyKubeconfig: plane.kubeconfig(kubeProxyUser),
      graceSeconds,
      proxyMinSyncMs,
    });
    this.#socket = files.socket;
    return files;
  }

  async #boot(): Promise<void> {
    const unshare = ['unshare', '--mount', '--net', '--pid', '--uts', '--ipc', '--cgroup', '--propagation', 'private'];
    const init = fileURLToPath(new URL('init.sh', import.meta.url));
    const words = [...unshare, '--fork', '--kill-child=KILL', 'bash', init, this.name, this.#directory];
    this.#namespaces = await this.#startInCgroup('init', [...words, ...cgroupHierarchies()]);
    const { pid } = this.#namespaces;
    await this.#until('mounted', () => existsSync(join(this.#directory, 'mounted')));
    this.#initPid = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
  }

  async #connect(): Promise<void> {
    const { lan, index, count } = this.#options;
    const { addresses } = lan;
    const others = Array.from({ length: count }, (_, other) => other).filter((other) => other !== index);
    const routes = others.map((other) => ({ to: addresses.podsOf(other), via: addresses.node(other) }));
    await lan.attach({
      name: this.name,
      pid: this.#initPid,
      address: this.address,
      // kube-proxy rewrites a ClusterIP before it leaves, but without a route it does not even start to leave.
      routes: [...routes, { to: addresses.services }],
    });
  }

  async #startContainerd({ containerd, socket }: NodeFiles): Promise<void> {
    // containerd looks for its shim on the PATH.
    const path = `PATH=${dirname(requireBinary('containerd'))}:${process.env['PATH'] ?? ''}`;
    await startUntilReady({
      name: `containerd on ${this.name}`,
      deadlineMs,
      start: async () => ({
        process: await this.start('containerd', ['env', path, requireBinary('containerd'), '--config', containerd]),
        server: undefined,
      }),
      isReady: () => Promise.resolve(existsSync(socket)),
    });
  }

  async #startServers({ kubelet, proxy }: NodeFiles): Promise<void> {
    const kubeconfig = this.#options.plane.kubeconfig(kubeletUser(this.name));
    await this.start('kubelet', [
      requireBinary('kubelet'),
      `--config=${kubelet}`,
      `--kubeconfig=${kubeconfig}`,
      `--root-dir=${this.#directory}/kubelet`,
      `--cert-dir=${this.#directory}/kubelet-certificates`,
      `--hostname-override=${this.name}`,
      `--node-ip=${this.address}`,
    ]);
    await this.start('kube-proxy', [requireBinary('kube-proxy'), `--config=${proxy}`]);
  }

  /** A process on the node. */
  start(name: string, command: readonly string[]): Promise<SupervisedProcess> {
    const namespaces = ['--mount', '--net', '--pid', '--uts', '--ipc', '--cgroup'];
    const enter = ['nsenter', '--target', String(this.#initPid), ...namespaces, '--', ...untilParentEnds];
    return this.#startInCgroup(name, [...enter, ...command]);
  }

  #startInCgroup(name: string, command: readonly string[]): Promise<SupervisedProcess> {
    const joining = cgroupPaths(this.cgroup).map((path) => `echo $$ >${path}/cgroup.procs`);
    const script = [...joining, 'exec "$@"'].join('\n');
    const args = [...untilParentEnds.slice(1), 'bash', '-euc', script, 'bash', ...command];
    const logFile = `${this.#directory}/${name}.log`;
    return this.#options.plane.supervisor.start({ command: untilParentEnds[0], args, logFile });
  }

  async #until(what: string, isSo: () => boolean): Promise<void> {
    const giveUpMs = performance.now() + deadlineMs;
    while (!isSo()) {
      const { exit } = this.#namespaces ?? {};
      if (exit !== undefined || performance.now() > giveUpMs) {
        throw new ClusterError(`start ${this.name}`, `it is not ${what}\n${this.#namespaces?.log() ?? ''}`);
      }
      await delay(pollMs);
    }
  }
}
