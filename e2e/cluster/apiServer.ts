// kube-apiserver on a free port, with RBAC, token users, an audit log and objects stored as JSON. It can be
// stopped and started again on the same port and the same data.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.ts';
import { apiServerArguments, apiServerFiles, writeInputs, type ApiServerFiles } from './apiServerFiles.ts';
import type { ControlPlaneNetwork } from './network.ts';
import { freePort } from './ports.ts';
import { startUntilReady } from './readiness.ts';
import type { SupervisedProcess } from './supervisedProcess.ts';
import type { Supervisor } from './supervisor.ts';
import type { User } from './users.ts';

export interface ApiServerOptions {
  readonly binary: string;
  readonly directory: string;
  readonly supervisor: Supervisor;
  readonly etcdUrl: string;
  readonly users: ReadonlyMap<string, User>;
  readonly admin: User;
  readonly network: ControlPlaneNetwork;
  readonly settings: ApiServerSettings;
}

export interface ApiServerSettings {
  /** Added to that of this process: settings of Go's runtime. */
  readonly env?: Readonly<Record<string, string>>;
  /** Added to those that every server has here. */
  readonly args?: readonly string[];
}

/** Services may have addresses of both families; the first is the default. */
export const dualStack: ApiServerSettings = {
  args: ['--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112'],
};

export class ApiServer {
  readonly files: ApiServerFiles;
  readonly #options: ApiServerOptions;
  readonly #commonArguments: readonly string[];
  #port: number | undefined;
  #process: SupervisedProcess | undefined;

  constructor(options: ApiServerOptions) {
    const { directory, etcdUrl, network, users } = options;
    this.#options = options;
    this.files = apiServerFiles(directory);
    writeInputs(this.files, users.values());
    this.#commonArguments = apiServerArguments(this.files, { etcdUrl, network });
  }

  get url(): string {
    return `https://${this.#options.network.address}:${this.#port}`;
  }

  get process(): SupervisedProcess {
    if (this.#process === undefined) throw new Error('unreachable: start() sets the process');
    return this.#process;
  }

  /** Returns once /readyz says ok. The first start picks the port, every further one keeps it. */
  async start(): Promise<void> {
    const { binary, directory, supervisor, settings } = this.#options;
    const { env = {}, args: furtherArguments = [] } = settings;
    const fixedPort = this.#port;
    const { process } = await startUntilReady({
      name: 'kube-apiserver',
      deadlineMs: 60_000,
      isReady: () => this.#isReady(),
      start: async () => {
        this.#port = fixedPort ?? (await freePort());
        const args = [...this.#commonArguments, ...furtherArguments, `--secure-port=${this.#port}`];
        const logFile = join(directory, 'kube-apiserver.log');
        return { process: await supervisor.start({ command: binary, args, env, logFile }), server: undefined };
      },
    });
    this.#process = process;
  }

  /** By SIGKILL: a graceful stop waits for open watches. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  /** Our token and the certificate's CA distinguish this server from any other on that port. */
  async #isReady(): Promise<boolean> {
    readFileSync(this.files.certFile);
    const api = new Api({ server: this.url, caFile: this.files.certFile, user: this.#options.admin });
    try {
      await api.text('GET', '/readyz');
      await api.text('GET', '/api/v1/namespaces/default');
      return true;
    } finally {
      await api.close();
    }
  }
}
