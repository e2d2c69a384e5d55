// The commands for a demo that keeps running.
import { findBinary } from '../cluster/binaries/findBinaries.ts';
import type { Page } from './page.ts';
import type { RunningCluster } from '../cluster/runningCluster.ts';
import type { Ending } from './story.ts';

export function showLookingAround(page: Page, demo: RunningCluster, { failures, operatorLog }: Ending): void {
  page.heading('Look around');
  showAccess(page, 'The cluster runs on. In any terminal:', demo);
  page.suggestions('Look, or watch while something happens:', [
    'kubectl get asvc,pods,services,endpointslices',
    'kubectl get asvc orders -o yaml',
    'kubectl get asvc --watch',
  ]);
  page.suggestions('Fail the active pod, and let it recover:', failures);
  page.suggestions('Read what the operator logs:', [`tail -f ${operatorLog}`]);
  page.suggestions(`Stop everything (process ${demo.pid} and its children) and remove its files:`, ['make demo-down']);
}

/** The two lines that a terminal needs first. */
export function showAccess(page: Page, why: string, { kubeconfig }: RunningCluster): void {
  const kubectl = findBinary('kubectl') ?? 'kubectl';
  page.suggestions(why, [`export KUBECONFIG=${kubeconfig}`, `alias kubectl=${kubectl}`]);
}
