// kube-apiserver on a free loopback port, with RBAC, token users, an audit log and objects stored as JSON. It can be
// stopped and started again on the same port and the same data.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.ts';
import { auditPolicy } from './auditPolicy.ts';
import { freePort } from './ports.ts';
import { startUntilReady } from './readiness.ts';
import type { SupervisedProcess } from './supervisedProcess.ts';
import type { Supervisor } from './supervisor.ts';
import { writeServiceAccountKeys, writeTokenFile, type User } from './users.ts';

export interface ApiServerOptions {
  readonly binary: string;
  readonly directory: string;
  readonly supervisor: Supervisor;
  readonly etcdUrl: string;
  readonly users: ReadonlyMap<string, User>;
  readonly admin: User;
}

export interface ApiServerFiles {
  /** The server's own certificate with its authority: what a client verifies, and what a proxy can serve with. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly auditFile: string;
  readonly serviceAccountKeyFile: string;
}

export class ApiServer {
  readonly files: ApiServerFiles;
  readonly #options: ApiServerOptions;
  readonly #commonArguments: readonly string[];
  #port: number | undefined;
  #process: SupervisedProcess | undefined;

  constructor(options: ApiServerOptions) {
    const { directory, etcdUrl, users } = options;
    const file = (name: string): string => join(directory, name);
    const keys = writeServiceAccountKeys(directory);
    writeTokenFile(file('tokens.csv'), users.values());
    writeFileSync(file('audit-policy.json'), JSON.stringify(auditPolicy));
    this.#options = options;
    this.files = {
      certFile: file('pki/apiserver.crt'),
      keyFile: file('pki/apiserver.key'),
      auditFile: file('audit.log'),
      serviceAccountKeyFile: keys.privateFile,
    };
    this.#commonArguments = [
      `--etcd-servers=${etcdUrl}`,
      '--storage-media-type=application/json',
      '--etcd-compaction-interval=0',
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      // The endpoints of the Service "kubernetes" would be a loopback address, which the API refuses.
      '--endpoint-reconciler-type=none',
      `--cert-dir=${file('pki')}`,
      '--authorization-mode=RBAC',
      `--token-auth-file=${file('tokens.csv')}`,
      `--service-account-key-file=${keys.publicFile}`,
      `--service-account-signing-key-file=${keys.privateFile}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-cluster-ip-range=10.96.0.0/12',
      // Pods need no ServiceAccount here, and no token: nothing runs in them.
      '--disable-admission-plugins=ServiceAccount',
      `--audit-policy-file=${file('audit-policy.json')}`,
      `--audit-log-path=${this.files.auditFile}`,
      '--audit-log-maxsize=10240',
    ];
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  /** Returns once /readyz says ok. The first start picks the port, every further one keeps it. */
  async start(): Promise<void> {
    const { binary, directory, supervisor } = this.#options;
    const fixedPort = this.#port;
    const { process } = await startUntilReady({
      name: 'kube-apiserver',
      deadlineMs: 60_000,
      isReady: () => this.#isReady(),
      start: async () => {
        this.#port = fixedPort ?? (await freePort());
        const args = [...this.#commonArguments, `--secure-port=${this.#port}`];
        const logFile = join(directory, 'kube-apiserver.log');
        return { process: await supervisor.start({ command: binary, args, logFile }), server: undefined };
      },
    });
    this.#process = process;
  }

  /** By SIGKILL: an orderly stop waits for open watches. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  /** Our token and the certificate's authority tell this server from any other on that port. */
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
