// A stage on which each request of the operator passes a proxy, so that a test can inject a fault at an exact point.
import type { ControlPlaneOptions } from '../cluster/controlPlane.ts';
import { FaultProxy } from '../cluster/faultProxy.ts';
import type { Matching } from '../cluster/proxiedRequest.ts';
import { operatorUser } from '../cluster/users.ts';
import type { Scene } from './scene.ts';
import { auditOf, startOperator, startPreparedPlane, type Stage } from './stage.ts';

export interface ProxiedStage extends Stage {
  readonly proxy: FaultProxy;
}

export async function startProxiedStage(options: ControlPlaneOptions = {}): Promise<ProxiedStage> {
  const plane = await startPreparedPlane(options);
  const proxy = await FaultProxy.start(plane);
  const operator = await startOperator(plane, { kubeconfig: proxy.kubeconfig(operatorUser) });
  const stop = async (): Promise<void> => {
    await proxy.stop();
    await plane.stop();
  };
  return { plane, proxy, operator, audit: auditOf(plane), stop };
}

/** Only requests for this scene: objects of other tests are on the same stage. */
export function within({ namespace }: Scene, matching: Matching): Matching {
  return (request) => request.path.includes(`/namespaces/${namespace}/`) && matching(request);
}
