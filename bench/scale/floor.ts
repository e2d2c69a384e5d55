// The lower bound of a failover: from a pod's event to the event of the slice that a bare loop writes for it,
// measured by the same kind of observer as the operator's failovers.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { createNamespace, createObject } from '../../e2e/cluster/objects.ts';
import { setPodReady, type Pod } from '../../e2e/cluster/pods.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import { startBeside } from '../beside/access.ts';
import { bareSlice } from '../beside/bareSlice.ts';
import { isReady } from '../beside/pairs.ts';
import { nextEvent } from '../latency/nextEvent.ts';
import { marks } from './model.ts';
import { createPod } from './pod.ts';

const namespace = 'floor';
const app = 'floor';
const podNames = ['floor-0', 'floor-1'];
const PAUSE_MS = 50;

export async function createFloor({ api }: ControlPlane): Promise<void> {
  await createNamespace(api, namespace);
  const readySince = new Date(Date.UTC(2026, 10, 1, 8));
  for (const [ordinal, name] of podNames.entries()) {
    const ip = `198.51.100.${200 + ordinal}`;
    await createPod(api, { namespace, name, app, ip, nodeName: marks.node, readySince });
  }
  const first = { namespace, name: app, pod: podNames[0] ?? '', ip: '198.51.100.200', version: '' };
  await createObject(api, endpointSlices, bareSlice(first));
}

/** In milliseconds. */
export async function measureFloor(plane: ControlPlane, count: number): Promise<readonly number[]> {
  const podWatcher = await Watcher.start<Pod>(plane.api, { resource: pods, namespace });
  const slices = await Watcher.start<EndpointSlice>(plane.api, { resource: endpointSlices, namespace });
  const started = nextEvent(slices, () => true);
  const loop = await startBeside(plane, new URL('../beside/bareLoop.ts', import.meta.url), [namespace]);
  let active = listedIn((await started).object);
  const durations: number[] = [];
  while (durations.length < count) {
    const failed = nextEvent(podWatcher, (pod) => pod.metadata?.name === active && !isReady(pod));
    const moved = nextEvent(slices, (slice) => listedIn(slice) !== active);
    await setPodReady(plane.api, { namespace, name: active }, false);
    durations.push((await moved).atMs - (await failed).atMs);
    await setPodReady(plane.api, { namespace, name: active }, true);
    active = listedIn((await moved).object);
    await sleep(PAUSE_MS);
    for (const watcher of [podWatcher, slices]) watcher.forgetEvents();
  }
  await loop.stop();
  podWatcher.stop();
  slices.stop();
  return durations;
}

function listedIn({ endpoints }: EndpointSlice): string {
  return endpoints?.[0]?.targetRef?.name ?? '';
}
