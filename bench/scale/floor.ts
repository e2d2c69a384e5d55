// The lower bound of a failover: from a pod's event to the event of a slice that a bare loop writes for it (echo.ts),
// measured by the same kind of observer as the operator's failovers.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { createNamespace, createObject } from '../../e2e/cluster/objects.ts';
import { setPodReady, type Pod } from '../../e2e/cluster/pods.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import { nextEvent } from '../latency/nextEvent.ts';
import { startBeside } from './access.ts';
import { marks } from './model.ts';
import { createPod } from './pod.ts';

export const floorNamespace = 'floor';

const pod = { namespace: floorNamespace, name: 'pod' };
const PAUSE_MS = 50;

export function echoSlice(version: string) {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: floorNamespace, name: 'echo', annotations: { 'bench.example/version': version } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['192.0.2.1'], conditions: { ready: true } }],
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  };
}

export async function createFloor({ api }: ControlPlane): Promise<void> {
  await createNamespace(api, floorNamespace);
  const readySince = new Date(Date.UTC(2026, 10, 1, 8));
  await createPod(api, { ...pod, app: 'floor', ip: '198.51.100.200', nodeName: marks.node, readySince });
  await createObject(api, endpointSlices, echoSlice(''));
}

/** In milliseconds. */
export async function measureFloor(plane: ControlPlane, count: number): Promise<readonly number[]> {
  const podWatcher = await Watcher.start<Pod>(plane.api, { resource: pods, namespace: floorNamespace });
  const slices = await Watcher.start<EndpointSlice>(plane.api, { resource: endpointSlices, namespace: floorNamespace });
  const ready = nextEvent(slices, () => true);
  const echo = await startBeside(plane, 'echo.ts');
  await ready;
  const durations: number[] = [];
  for (let flip = 0; flip < count; flip++) {
    const observed = nextEvent(podWatcher, () => true);
    const echoed = nextEvent(slices, () => true);
    await setPodReady(plane.api, pod, flip % 2 === 1);
    durations.push((await echoed).atMs - (await observed).atMs);
    await sleep(PAUSE_MS);
    for (const watcher of [podWatcher, slices]) watcher.forgetEvents();
  }
  await echo.stop();
  podWatcher.stop();
  slices.stop();
  return durations;
}
