// How does a person look around in a demo that keeps running?
import { findBinary } from '../cluster/binaries/findBinaries.ts';
import type { Page } from './page.ts';
import type { RunningDemo } from './runningDemo.ts';
import type { Ending } from './story.ts';

export function showLookingAround(page: Page, demo: RunningDemo, { active, operatorLog }: Ending): void {
  page.heading('Look around');
  showAccess(page, demo);
  page.text('\nLook, and watch while you do the rest in another terminal:');
  page.suggestion('kubectl get asvc,pods,services,endpointslices');
  page.suggestion('kubectl get asvc orders -o yaml');
  page.suggestion('kubectl get asvc --watch');
  page.text('\nFail the active pod, and bring it back, as a kubelet would:');
  page.suggestion(readinessPatch(active, 'False'));
  page.suggestion(readinessPatch(active, 'True'));
  page.text('\nRead what the operator logs:');
  page.suggestion(`tail -f ${operatorLog}`);
  page.text(`\nStop everything (process ${demo.pid} and its children) and remove its files:`);
  page.suggestion('make demo-down');
}

/** The two lines that a terminal needs first. */
export function showAccess(page: Page, { kubeconfig }: RunningDemo): void {
  page.suggestion(`export KUBECONFIG=${kubeconfig}`);
  page.suggestion(`alias kubectl=${findBinary('kubectl') ?? 'kubectl'}`);
}

function readinessPatch(pod: string, status: 'True' | 'False'): string {
  const patch = JSON.stringify({ status: { conditions: [{ type: 'Ready', status }] } });
  return `kubectl patch pod ${pod} --subresource=status -p '${patch}'`;
}
