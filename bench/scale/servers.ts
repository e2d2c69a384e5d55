// How are the servers run beside which a failover is measured? With 50,000 pods some of what they do for themselves takes
// a small machine's two processors for seconds, and the slowest of a hundred failovers would tell of nothing else.
import type { ApiServerSettings } from '../../e2e/cluster/apiServer.ts';
import type { ControllerManagerSettings } from '../../e2e/cluster/controllerManager.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';

/** For what lives, and for the garbage of a turn: it is collected between two of them (collectGarbage). */
const API_SERVER_GIB = { least: 4, perTenThousand: 4 };

/** For what lives, and for the garbage of the whole benchmark. */
const CONTROLLER_MANAGER_GIB = { least: 2, perTenThousand: 4 };

/** Every five minutes or so it would read all objects, from etcd and from its cache, to compare them: 14 s of CPU. */
const withoutSelfCheck = '--feature-gates=DetectCacheInconsistency=false';

export function apiServerFor(objects: number): ApiServerSettings {
  return { env: collectingNear(API_SERVER_GIB, objects), args: [withoutSelfCheck] };
}

export function controllerManagerFor(objects: number): ControllerManagerSettings {
  return { env: collectingNear(CONTROLLER_MANAGER_GIB, objects) };
}

/** The API server's, so that its next collection is far away. */
export async function collectGarbage({ api }: ControlPlane): Promise<void> {
  await api.text('GET', '/debug/pprof/heap?gc=1');
}

function collectingNear(size: { readonly least: number; readonly perTenThousand: number }, objects: number) {
  const gibibytes = size.least + Math.ceil((size.perTenThousand * objects) / 10_000);
  return { GOGC: 'off', GOMEMLIMIT: `${gibibytes}GiB` };
}
