// Measures what the renewals of a Lease cost the control plane: CPU time of the API server and of etcd per renewal,
// which two replicas watch.
import { setTimeout as sleep } from 'node:timers/promises';
import { claimed, leases, type Lease } from '../../src/kube/leaderElection/lease.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { createObject, replaceObject } from '../../e2e/cluster/objects.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import type { Scene } from '../../e2e/support/scene.ts';
import { cpuSecondsOf } from '../processUsage.ts';

const RENEWALS = 1000;
const PERIOD_MS = 20;
const WATCHES = 2;

/** CPU time in ms. */
export interface RenewalCost {
  readonly apiServerMs: number;
  readonly etcdMs: number;
}

/** Takes as long for the renewals as for a time without, whose CPU time is subtracted. */
export async function measureRenewals({ plane, namespace }: Scene): Promise<RenewalCost> {
  const name = 'renewed';
  const watchers = await Promise.all(
    Array.from({ length: WATCHES }, () => Watcher.start<Lease>(plane.api, { resource: leases, namespace, name })),
  );
  const spec = claimed(undefined, { identity: 'bench', durationMs: 3000, atMs: Date.now() });
  let lease = await createObject<Lease>(plane.api, leases, { metadata: { namespace, name }, spec });
  const rest = await during(plane, async () => {
    await sleep(RENEWALS * PERIOD_MS);
  });
  const renewing = await during(plane, async () => {
    for (let renewals = 0; renewals < RENEWALS; renewals++) {
      const nextMs = performance.now() + PERIOD_MS;
      const renewal = claimed(lease.spec, { identity: 'bench', durationMs: 3000, atMs: Date.now() });
      lease = await replaceObject<Lease>(plane.api, leases, { ...lease, spec: renewal });
      await sleep(Math.max(nextMs - performance.now(), 0));
    }
  });
  for (const watcher of watchers) watcher.stop();
  const costMs = (part: 'apiServer' | 'etcd'): number =>
    ((renewing[part] - (rest[part] / rest.seconds) * renewing.seconds) / RENEWALS) * 1000;
  return { apiServerMs: costMs('apiServer'), etcdMs: costMs('etcd') };
}

interface Spent {
  readonly apiServer: number;
  readonly etcd: number;
  readonly seconds: number;
}

async function during(plane: ControlPlane, run: () => Promise<void>): Promise<Spent> {
  const before = spentBy(plane);
  await run();
  const after = spentBy(plane);
  return {
    apiServer: after.apiServer - before.apiServer,
    etcd: after.etcd - before.etcd,
    seconds: after.seconds - before.seconds,
  };
}

function spentBy({ apiServerProcess, etcdProcess }: ControlPlane): Spent {
  const [apiServer, etcd] = [apiServerProcess, etcdProcess].map(({ pid }) => cpuSecondsOf(pid));
  return { apiServer: apiServer ?? NaN, etcd: etcd ?? NaN, seconds: performance.now() / 1000 };
}
