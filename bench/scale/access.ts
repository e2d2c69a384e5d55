// Access to the cluster for processes beside the benchmark, passed in the environment.
import { Api } from '../../e2e/cluster/api.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import type { SupervisedProcess } from '../../e2e/cluster/supervisedProcess.ts';
import { adminUser, type Access } from '../../e2e/cluster/users.ts';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const VARIABLE = 'SCALE_ACCESS';

interface Way {
  readonly access: Access;
  readonly etcdUrl: string;
}

/** Runs a module of this folder in a separate process, which ends with the control plane at the latest. */
export function startBeside(plane: ControlPlane, module: string): Promise<SupervisedProcess> {
  const access: Access = { server: plane.server, caFile: plane.files.certFile, user: plane.user(adminUser) };
  const way: Way = { access, etcdUrl: plane.etcdUrl };
  return plane.supervisor.start({
    command: process.execPath,
    args: [fileURLToPath(new URL(module, import.meta.url))],
    env: { [VARIABLE]: JSON.stringify(way) },
    logFile: join(plane.directory, `${module}-${crypto.randomUUID()}.log`),
  });
}

export function apiOfParent(): Api {
  return new Api(wayOfParent().access);
}

export function etcdOfParent(): string {
  return wayOfParent().etcdUrl;
}

function wayOfParent(): Way {
  return parseJson<Way>(process.env[VARIABLE] ?? '{}');
}
