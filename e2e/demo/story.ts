// The steps of the demo: two failovers of one ActiveStandbyService, and a recovery that moves nothing.
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { bindOperator, installCrds } from '../cluster/bindOperator.ts';
import { eventuallyAll } from '../cluster/eventually.ts';
import { OperatorProcess } from '../cluster/operatorProcess.ts';
import { deletePod, setPodReady } from '../cluster/pods.ts';
import { events } from '../cluster/resources.ts';
import { operatorUser } from '../cluster/users.ts';
import { failOver, momentsOf, sumOf } from './failover.ts';
import type { Page } from './page.ts';
import { sample, Stage } from './stage.ts';

/** The state at the end of the story. */
export interface Ending {
  /** Commands for who keeps it running. */
  readonly failures: readonly string[];
  readonly operatorLog: string;
}

export async function tellStory(page: Page, plane: ControlPlane): Promise<Ending> {
  const operator = await installOperator(page, plane);
  const stage = await page.step(`${sample} and three pods`, () => Stage.open(plane));
  page.paragraph('\nNo kubelet runs here: the pods are API objects whose status the demo sets.');
  page.heading('Before');
  await show(page, plane, 'get asvc');
  await stopBeingReady(page, stage);
  await leave(page, stage);
  await conclude(page, plane);
  stage.close();
  const failures = [readinessPatch(stage.active.name, 'False'), readinessPatch(stage.active.name, 'True')];
  return { failures, operatorLog: operator.process.logFile };
}

function readinessPatch(pod: string, status: 'True' | 'False'): string {
  const patch = JSON.stringify({ status: { conditions: [{ type: 'Ready', status }] } });
  return `kubectl patch pod ${pod} --subresource=status -p '${patch}'`;
}

export async function installOperator(page: Page, plane: ControlPlane): Promise<OperatorProcess> {
  await page.step('crds/ and the permissions that config/ gives the operator', async () => {
    await installCrds(plane);
    await bindOperator(plane);
  });
  const kubeconfig = plane.kubeconfig(operatorUser);
  return page.step('the operator, as a user with just these permissions', () =>
    OperatorProcess.start(plane, { kubeconfig }),
  );
}

async function stopBeingReady(page: Page, stage: Stage): Promise<void> {
  const { plane, active } = stage;
  page.heading('The active pod stops being ready');
  const failover = await failOver(stage, (pod) => setPodReady(plane.api, pod, false));
  page.timeline(momentsOf(failover, `${active.name} is marked as not ready`), sumOf(failover));
  await show(page, plane, 'get asvc');
  page.heading('It recovers');
  await setPodReady(plane.api, active, true);
  await stage.untilCandidates('3/3');
  page.paragraph(
    `${active.name} is ready again and becomes a standby: ${stage.active.name} stays active, in the same term.`,
  );
}

async function leave(page: Page, stage: Stage): Promise<void> {
  const { plane, active } = stage;
  page.heading('The active pod is deleted');
  const failover = await failOver(stage, (pod) => deletePod(plane.api, pod));
  page.timeline(momentsOf(failover, `${active.name} is deleted`), sumOf(failover));
  await stage.untilCandidates('2/2');
}

async function conclude(page: Page, plane: ControlPlane): Promise<void> {
  page.heading('After');
  await show(page, plane, 'get asvc');
  await show(page, plane, 'get endpointslices');
  await eventuallyAll(plane.api, { resource: events, namespace: 'default' }, ({ length }) => length >= 3);
  await show(page, plane, 'get events -o custom-columns=MESSAGE:.message');
}

export async function show(page: Page, plane: ControlPlane, command: string): Promise<void> {
  page.command(`kubectl ${command}`, await plane.kubectl(command.split(' ')));
}
