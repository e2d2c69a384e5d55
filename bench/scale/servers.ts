// Settings of the API server and etcd during measurements. With 50,000 pods their own background work takes a small
// machine's two processors for seconds, and would hide the slowest failovers.
import type { ApiServerSettings } from '../../e2e/cluster/apiServer.ts';
import type { ControllerManagerSettings } from '../../e2e/cluster/controllerManager.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';

/** Room for live objects and the garbage of one turn, which is collected between turns (collectGarbage). */
const API_SERVER_GIB = { least: 4, perTenThousand: 4 };

/** Room for live objects and the garbage of the whole benchmark. */
const CONTROLLER_MANAGER_GIB = { least: 2, perTenThousand: 4 };

/** Off: every five minutes it would compare all objects in etcd and in its cache, which takes 14 s of CPU. */
const withoutSelfCheck = '--feature-gates=DetectCacheInconsistency=false';

export function apiServerFor(objects: number): ApiServerSettings {
  return { env: collectingNear(API_SERVER_GIB, objects), args: [withoutSelfCheck] };
}

export function controllerManagerFor(objects: number): ControllerManagerSettings {
  return { env: collectingNear(CONTROLLER_MANAGER_GIB, objects) };
}

/** Collects the API server's garbage, so that its next collection is far away. */
export async function collectGarbage({ api }: ControlPlane): Promise<void> {
  await api.text('GET', '/debug/pprof/heap?gc=1');
}

function collectingNear(size: { readonly least: number; readonly perTenThousand: number }, objects: number) {
  const gibibytes = size.least + Math.ceil((size.perTenThousand * objects) / 10_000);
  return { GOGC: 'off', GOMEMLIMIT: `${gibibytes}GiB` };
}
