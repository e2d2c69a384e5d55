// etcd, without fsync: a test's cluster need not survive a power loss.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fetch } from 'undici';
import { parseJson } from './json.ts';
import { freePort } from './ports.ts';
import { startUntilReady } from './readiness.ts';
import type { Supervisor } from './supervisor.ts';

export interface EtcdOptions {
  readonly binary: string;
  readonly directory: string;
  readonly supervisor: Supervisor;
}

interface EtcdServer {
  readonly name: string;
  readonly url: string;
}

/** The URL of a ready etcd. */
export async function startEtcd({ binary, directory, supervisor }: EtcdOptions): Promise<string> {
  const { server } = await startUntilReady({
    name: 'etcd',
    deadlineMs: 30_000,
    isReady: answersByItsName,
    async start() {
      const member = { name: `etcd-${randomUUID()}`, url: `http://127.0.0.1:${await freePort()}` };
      const args = etcdArguments(member, `http://127.0.0.1:${await freePort()}`, join(directory, member.name));
      const process = await supervisor.start({ command: binary, args, logFile: join(directory, 'etcd.log') });
      return { process, server: member };
    },
  });
  return server.url;
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
    // A lone member waits for one election timeout before it elects itself.
    '--heartbeat-interval=20',
    '--election-timeout=200',
    '--quota-backend-bytes=8589934592',
    '--log-level=warn',
  ];
}

/** The name tells this etcd from one of another cluster that has taken the same port. */
async function answersByItsName({ name, url }: EtcdServer): Promise<boolean> {
  const response = await fetch(`${url}/v3/cluster/member/list`, { method: 'POST', body: '{}' });
  const { members = [] } = parseJson<{ members?: { name?: string }[] }>(await response.text());
  return members.some((member) => member.name === name);
}
