// Background load beside the failovers: pods that no object selects, with constant kubelet updates.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import { createNamespace } from '../../e2e/cluster/objects.ts';
import type { SupervisedProcess } from '../../e2e/cluster/supervisedProcess.ts';
import type { ObjectName } from '../../src/kube/resource.ts';
import { startBeside } from '../beside/access.ts';
import { marks } from './model.ts';
import { createPod } from './pod.ts';

export const UPDATES_PER_SECOND = 100;

const namespace = 'elsewhere';
const PODS = 100;

export const unrelatedPods: readonly ObjectName[] = Array.from({ length: PODS }, (_, index) => ({
  namespace,
  name: `other-${index}`,
}));

export async function createUnrelatedPods({ api }: ControlPlane): Promise<void> {
  await createNamespace(api, namespace);
  for (const [index, pod] of unrelatedPods.entries()) {
    await createPod(api, {
      ...pod,
      app: 'other',
      ip: `198.51.100.${index}`,
      nodeName: marks.node,
      readySince: new Date(Date.UTC(2026, 10, 1, 8)),
    });
  }
}

/** What the process prints at its end. */
export interface LoadReport {
  readonly updates: number;
  readonly seconds: number;
}

export function startUpdates(plane: ControlPlane): Promise<SupervisedProcess> {
  return startBeside(plane, new URL('updates.ts', import.meta.url));
}

/** Measured updates per second. */
export async function stopUpdates(updates: SupervisedProcess): Promise<number> {
  await updates.stop('SIGTERM');
  const { updates: count, seconds } = parseJson<LoadReport>(updates.log());
  return count / seconds;
}
