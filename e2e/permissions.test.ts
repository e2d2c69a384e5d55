// The shipped permissions are enough and not too many: while the operator does everything that it can do, the API server
// denies none of its requests, and each verb that it was granted is used.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DELETION_COST_ANNOTATION } from '../src/api/names.ts';
import type { Service } from '../src/desired/service.ts';
import type { AuditedRequest } from './cluster/audit.ts';
import { manifestsOf } from './cluster/bindOperator.ts';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { eventually, eventuallyAll, eventuallyGone } from './cluster/eventually.ts';
import { FaultProxy } from './cluster/faultProxy.ts';
import { createNode, setNodeReady } from './cluster/nodes.ts';
import { patchObject } from './cluster/objects.ts';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import type { Pod } from './cluster/pods.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { activeStandbyServices, endpoints, endpointSlices, pods, services } from './cluster/resources.ts';
import { grantsOf, grantsUsedBy } from './support/grants.ts';
import { operatorAccount, startInstalledPlane, startPod } from './support/installation.ts';
import { within } from './support/proxiedStage.ts';
import { createAsvc, createReadyPods, openScene, podLabels, podOf, setReady } from './support/scene.ts';
import { nodeOf, openSceneOnNodes } from './support/sceneOnNodes.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { requestSwitchover } from './support/switchover.ts';
import { auditOf } from './support/stage.ts';

/** The installation, and the permissions that are given separately. */
const folders = ['config', 'config/pod-deleter', 'config/pod-annotator'];

let plane: ControlPlane;
let proxy: FaultProxy;
let operator: OperatorProcess;

beforeAll(async () => {
  plane = await startInstalledPlane();
  for (const folder of folders) await plane.kubectl(['apply', '-k', folder]);
  proxy = await FaultProxy.start(plane);
  operator = await startPod(plane, 'operator-0', { server: proxy.url });
}, 60_000);

afterAll(async () => {
  await proxy?.stop();
  await plane?.stop();
});

/** What is written twice exists already or has changed, so that the operator reads it: after any lost race. */
async function loseRaces(): Promise<void> {
  const scene = await openScene(plane);
  const writes = [isWriteOf(services), isWriteOf(endpointSlices), isWriteOf(activeStandbyServices, 'status')];
  const repeated = writes.map((write) =>
    proxy.inject({ effect: { type: 'repeat' }, moment: 'before', matching: within(scene, write) }),
  );
  await createReadyPods(scene, ['orders-0', 'orders-1']);
  await createAsvc(scene);
  await untilServing(scene, 'orders-0', 1);
  await Promise.all(repeated.map(({ hit }) => hit));
  await setReady(scene, 'orders-0', false);
  await untilServing(scene, 'orders-1', 2);
}

/** While the operator is away, Kubernetes makes Endpoints and a slice of a selector; the operator removes them with it. */
async function repairService(): Promise<void> {
  // Kubernetes publishes pods of a selector only while their node is there.
  await createNode(plane.api, 'n1');
  const scene = await openServingScene(plane, {}, { nodeName: 'n1' });
  const { namespace, name } = scene;
  const service = { namespace, name, resource: services };
  await operator.stop();
  await patchObject(plane.api, services, { namespace, name, patch: { spec: { selector: podLabels } } });
  await eventually(plane.api, { ...service, resource: endpoints }, () => true);
  await operator.start();
  await eventually<Service>(plane.api, service, ({ spec }) => spec?.selector === undefined);
  await eventuallyGone(plane.api, { ...service, resource: endpoints });
  await eventuallyAll(plane.api, { namespace, resource: endpointSlices }, ({ length }) => length === 1);
}

async function loseNode(): Promise<void> {
  const scene = await openSceneOnNodes(plane, { leaseAgesSeconds: [60, 0, 0] });
  await setNodeReady(plane.api, nodeOf(scene, 0), 'Unknown');
  await untilServing(scene, 'orders-1', 2);
}

async function deleteDemotedPod(): Promise<void> {
  const scene = await openServingScene(plane, { handover: { demotedPod: 'Delete' } });
  await requestSwitchover(scene, { requestID: 'a', targetPod: 'orders-1' });
  await eventuallyGone(plane.api, { resource: pods, ...podOf(scene, 'orders-0') });
}

async function spareActive(): Promise<void> {
  const scene = await openServingScene(plane, { election: { spareActive: true } });
  const target = { resource: pods, ...podOf(scene, 'orders-0') };
  await eventually<Pod>(plane.api, target, ({ metadata }) => {
    return metadata?.annotations?.[DELETION_COST_ANNOTATION] !== undefined;
  });
}

test('the operator is denied nothing and uses all that it was granted', async () => {
  for (const use of [loseRaces, repairService, loseNode, deleteDemotedPod, spareActive]) await use();
  // Watches are in the audit log once they have ended.
  await operator.stop();
  const requests = await auditOf(plane).requests(operatorAccount, 0);
  const denied = requests.filter(({ code }) => code === 403);
  expect(denied.map(summaryOf)).toEqual([]);
  const manifests = (await Promise.all(folders.map((folder) => manifestsOf(plane, folder)))).flat();
  const used = new Set(requests.flatMap(grantsUsedBy));
  expect(grantsOf(manifests).filter((grant) => !used.has(grant))).toEqual([]);
}, 60_000);

function summaryOf(request: AuditedRequest): string {
  return `${grantsUsedBy(request).join()} ${request.name}`;
}
