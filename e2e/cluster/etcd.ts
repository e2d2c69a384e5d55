// etcd, without fsync: a test's cluster does not have to survive a power loss.
import { randomUUID } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fetch } from 'undici';
import { parseJson } from './json.ts';
import { freePort } from './ports.ts';
import { startUntilReady } from './readiness.ts';
import type { SupervisedProcess } from './supervisedProcess.ts';
import type { ProcessSpec, Supervisor } from './supervisor.ts';

export interface EtcdOptions {
  readonly binary: string;
  readonly directory: string;
  readonly supervisor: Supervisor;
}

interface EtcdServer {
  readonly name: string;
  readonly url: string;
}

/** Returns once it is ready. */
export async function startEtcd({ binary, directory, supervisor }: EtcdOptions): Promise<Etcd> {
  const logFile = join(directory, 'etcd.log');
  const { process, server } = await startUntilReady({
    name: 'etcd',
    deadlineMs: 30_000,
    isReady: answersByItsName,
    async start() {
      const member = { name: `etcd-${randomUUID()}`, url: `http://127.0.0.1:${await freePort()}` };
      const args = etcdArguments(member, `http://127.0.0.1:${await freePort()}`, join(directory, member.name));
      const spec = { command: binary, args, logFile };
      return { process: await supervisor.start(spec), server: { ...member, spec } };
    },
  });
  return new Etcd({ ...server, supervisor, dataDirectory: join(directory, server.name), process });
}

interface EtcdParts extends EtcdServer {
  readonly spec: ProcessSpec;
  readonly supervisor: Supervisor;
  readonly dataDirectory: string;
  readonly process: SupervisedProcess;
}

export class Etcd {
  readonly #parts: EtcdParts;
  #process: SupervisedProcess;
  #copies = 0;

  constructor(parts: EtcdParts) {
    this.#parts = parts;
    this.#process = parts.process;
  }

  get url(): string {
    return this.#parts.url;
  }

  get process(): SupervisedProcess {
    return this.#process;
  }

  /** In order: all data are in its directory then. */
  async stop(): Promise<void> {
    await this.#process.stop('SIGTERM');
  }

  /** At the same address. */
  async start(): Promise<void> {
    const { supervisor, spec } = this.#parts;
    const start = async () => ({ process: await supervisor.start(spec), server: this.#parts });
    const { process } = await startUntilReady({ name: 'etcd', deadlineMs: 30_000, isReady: answersByItsName, start });
    this.#process = process;
  }

  /** Copies the data while etcd is stopped; the returned function restores the copy. */
  copy(): () => void {
    const { dataDirectory } = this.#parts;
    this.#copies += 1;
    const copy = `${dataDirectory}.copy-${this.#copies}`;
    cpSync(dataDirectory, copy, { recursive: true });
    return () => {
      rmSync(dataDirectory, { recursive: true });
      cpSync(copy, dataDirectory, { recursive: true });
    };
  }
}

function etcdArguments({ name, url }: EtcdServer, peerUrl: string, dataDirectory: string): string[] {
  return [
    `--name=${name}`,
    `--data-dir=${dataDirectory}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=${name}=${peerUrl}`,
    '--unsafe-no-fsync',
    // A single member waits for one election timeout before it elects itself.
    '--heartbeat-interval=20',
    '--election-timeout=200',
    '--quota-backend-bytes=8589934592',
    '--log-level=warn',
  ];
}

/** The name distinguishes this etcd from that of another cluster on the same port. */
async function answersByItsName({ name, url }: EtcdServer): Promise<boolean> {
  const response = await fetch(`${url}/v3/cluster/member/list`, { method: 'POST', body: '{}' });
  const { members = [] } = parseJson<{ members?: { name?: string }[] }>(await response.text());
  return members.some((member) => member.name === name);
}
