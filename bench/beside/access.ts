// Access to the cluster for processes beside the benchmark, passed in the environment.
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import type { SupervisedProcess } from '../../e2e/cluster/supervisedProcess.ts';
import { adminUser, type Access } from '../../e2e/cluster/users.ts';

const VARIABLE = 'BENCH_ACCESS';

interface Way {
  readonly access: Access;
  readonly etcdUrl: string;
}

/** Runs a module in a separate process, which ends with the control plane at the latest. */
export function startBeside(
  plane: ControlPlane,
  module: URL,
  args: readonly string[] = [],
): Promise<SupervisedProcess> {
  const file = fileURLToPath(module);
  return plane.supervisor.start({
    command: process.execPath,
    args: [file, ...args],
    env: accessOf(plane),
    logFile: join(plane.directory, `${basename(file)}-${crypto.randomUUID()}.log`),
  });
}

/** The environment of such a process. */
export function accessOf(plane: ControlPlane): Readonly<Record<string, string>> {
  const access: Access = { server: plane.server, caFile: plane.files.certFile, user: plane.user(adminUser) };
  const way: Way = { access, etcdUrl: plane.etcdUrl };
  return { [VARIABLE]: JSON.stringify(way) };
}

export function accessOfParent(): Access {
  return wayOfParent().access;
}

export function etcdOfParent(): string {
  return wayOfParent().etcdUrl;
}

function wayOfParent(): Way {
  return parseJson<Way>(process.env[VARIABLE] ?? '{}');
}
