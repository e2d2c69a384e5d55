import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { connect, type Connection } from '../src/kube/connect.ts';
import { loadKubeConfig } from '../src/kube/loadKubeConfig.ts';
import { silentObserver } from '../src/kube/observer.ts';
import { describeApi } from '../test/support/model/conformance/apiConformance.ts';
import { untilEstablished } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';

let plane: ControlPlane;
let connection: Connection;

beforeAll(async () => {
  plane = await startControlPlane();
  const crd = await readFile('crds/activestandbyservice.yaml', 'utf8');
  await plane.kubectl(['apply', '-f', '-'], crd);
  await untilEstablished(plane, 'crd/activestandbyservices.activestandby.dev');
  const kubeConfig = loadKubeConfig(plane.kubeconfig('admin'), {});
  connection = connect(kubeConfig, { observer: silentObserver, userAgent: 'conformance' });
}, 60_000);

afterAll(async () => {
  await connection.close();
  await plane.stop();
});

describe('the real API server', () => {
  describeApi(() => ({ client: connection.client, namespace: 'default' }));
});
