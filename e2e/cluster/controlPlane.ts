// A real Kubernetes control plane on this machine: etcd, kube-apiserver and kube-controller-manager, on free ports in a
// fresh directory. Any number of them may run at once; after stop(), and also after the process that started
// one was killed, no process and no file of it is left.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './api.ts';
import { ApiServer, type ApiServerSettings } from './apiServer.ts';
import type { ApiServerFiles } from './apiServerFiles.ts';
import { findBinaries } from './binaries/findBinaries.ts';
import { ClusterError } from './clusterError.ts';
import { startControllerManager, type ControllerManagerSettings } from './controllerManager.ts';
import { startEtcd, type Etcd } from './etcd.ts';
import { loopback, type ControlPlaneNetwork } from './network.ts';
import type { SupervisedProcess } from './supervisedProcess.ts';
import { Supervisor } from './supervisor.ts';
import { adminUser, controllerManagerUser, createUsers, writeKubeconfig, type User } from './users.ts';
import type { Binaries } from './binaries/versions.ts';

export interface ControlPlaneOptions {
  /** Names of more token users besides the admin and the operator, without permissions until bound. */
  readonly users?: readonly string[];
  readonly controllerManager?: ControllerManagerSettings;
  readonly apiServer?: ApiServerSettings;
  /** Made first, below the same supervisor. Default: the loopback device. */
  readonly openNetwork?: (place: { directory: string; supervisor: Supervisor }) => Promise<ControlPlaneNetwork>;
}

interface Parts {
  readonly directory: string;
  readonly supervisor: Supervisor;
  readonly binaries: Binaries;
  readonly users: ReadonlyMap<string, User>;
  readonly etcd: Etcd;
  readonly apiServer: ApiServer;
}

/** Ready in about four seconds: /readyz says ok and the namespace `default` exists. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaries = findBinaries();
  const directory = mkdtempSync(join(tmpdir(), 'active-standby-'));
  const supervisor = new Supervisor(directory);
  const users = createUsers(options.users ?? []);
  try {
    const network = (await options.openNetwork?.({ directory, supervisor })) ?? loopback;
    const etcd = await startEtcd({ binary: binaries.etcd, directory, supervisor });
    const admin = userNamed(users, adminUser);
    const binary = binaries['kube-apiserver'];
    const settings = options.apiServer ?? {};
    const etcdUrl = etcd.url;
    const apiServer = new ApiServer({ binary, directory, supervisor, etcdUrl, users, admin, network, settings });
    await apiServer.start();
    const plane = new ControlPlane({ directory, supervisor, binaries, users, etcd, apiServer });
    await startControllerManager({
      binary: binaries['kube-controller-manager'],
      directory,
      supervisor,
      kubeconfig: plane.kubeconfig(controllerManagerUser),
      serviceAccountKeyFile: apiServer.files.serviceAccountKeyFile,
      rootCaFile: network.hasPods ? apiServer.files.certFile : undefined,
      settings: options.controllerManager ?? {},
    });
    return plane;
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

export class ControlPlane {
  /** Requests as admin. */
  readonly api: Api;
  readonly directory: string;
  readonly etcdUrl: string;
  readonly supervisor: Supervisor;
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  readonly #kubectls = new Set<Promise<string>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.directory = parts.directory;
    this.etcdUrl = parts.etcd.url;
    this.supervisor = parts.supervisor;
    this.api = this.apiAs(adminUser);
  }

  get server(): string {
    return this.#parts.apiServer.url;
  }

  get files(): ApiServerFiles {
    return this.#parts.apiServer.files;
  }

  /** Of the current start: to freeze it, and to read its CPU time. */
  get apiServerProcess(): SupervisedProcess {
    return this.#parts.apiServer.process;
  }

  get etcdProcess(): SupervisedProcess {
    return this.#parts.etcd.process;
  }

  user(name: string): User {
    return userNamed(this.#parts.users, name);
  }

  /** The path of a kubeconfig file for this user, through another server (a proxy) if given. */
  kubeconfig(userName: string, server = this.server): string {
    const host = new URL(server).host.replace(':', '-');
    const file = join(this.directory, `${userName.replaceAll(':', '-')}.${host}.kubeconfig`);
    // Written once: another process may be reading it.
    if (existsSync(file)) return file;
    return writeKubeconfig(file, { server, caFile: this.files.certFile, user: this.user(userName) });
  }

  /** The caller closes it; otherwise it stays until the process ends. */
  apiAs(userName: string): Api {
    return new Api({ server: this.server, caFile: this.files.certFile, user: this.user(userName) });
  }

  /** Runs kubectl as admin and returns what it prints; `input` is for `-f -`. */
  kubectl(args: readonly string[], input = ''): Promise<string> {
    const run = this.#run(args, input).finally(() => this.#kubectls.delete(run));
    this.#kubectls.add(run);
    return run;
  }

  #run(args: readonly string[], input: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const cache = join(this.directory, 'kubectl-cache');
    const allArgs = [`--kubeconfig=${this.kubeconfig(adminUser)}`, `--cache-dir=${cache}`, ...args];
    const options = { maxBuffer: 2 ** 26, signal: this.#stopping.signal, killSignal: 'SIGKILL' } as const;
    const child = execFile(this.#parts.binaries.kubectl, allArgs, options, (error, stdout, stderr) => {
      if (error) reject(new ClusterError(`run kubectl ${args.join(' ')}`, stderr.trim() || error.message, error));
      else resolve(stdout);
    });
    // If kubectl ends without reading all of it, its exit code shows whether that is an error.
    child.stdin?.on('error', () => undefined).end(input);
    return promise;
  }

  async stopApiServer(): Promise<void> {
    await this.#parts.apiServer.stop();
  }

  /** On the same port and with the same data. */
  async startApiServer(): Promise<void> {
    await this.#parts.apiServer.start();
  }

  /** Copies all data while the servers are stopped; the returned function restores it in the same way. */
  async copyData(): Promise<() => Promise<void>> {
    const { etcd } = this.#parts;
    const restore = await this.#whileStopped(() => etcd.copy());
    return () => this.#whileStopped(restore);
  }

  async #whileStopped<T>(run: () => T): Promise<T> {
    const { etcd } = this.#parts;
    await this.stopApiServer();
    await etcd.stop();
    const result = run();
    await etcd.start();
    await this.startApiServer();
    return result;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#kubectls);
    await this.api.close();
    await this.supervisor.stop();
  }

  /** Leaves the cluster running when this process ends; SIGTERM to the returned process id stops it. */
  async release(): Promise<number> {
    await this.api.close();
    return this.supervisor.release();
  }
}

function userNamed(users: ReadonlyMap<string, User>, name: string): User {
  const user = users.get(name);
  if (user === undefined) throw new ClusterError(`act as user ${name}`, `known are ${[...users.keys()].join(', ')}`);
  return user;
}
