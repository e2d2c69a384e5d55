// A separate process that updates the unrelated pods at an even rate until SIGTERM, and then prints their number.
// Writes straight into etcd: watchers get the same events as for a kubelet's update, and the processor time that the
// API server would need is left to the measured failovers.
import type { Pod } from '../../e2e/cluster/pods.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import { etcdKey } from '../../e2e/cluster/etcdKey.ts';
import { pods as podResource } from '../../e2e/cluster/resources.ts';
import type { ObjectName } from '../../src/kube/resource.ts';
import { etcdOfParent } from '../beside/access.ts';
import { readFromEtcd, writeToEtcd, type StoredText } from './etcd.ts';
import { unrelatedPods, UPDATES_PER_SECOND, type LoadReport } from './unrelated.ts';

/** Limit for requests under way, so that a slow server is not overloaded. */
const MOST_UNDER_WAY = 50;

const etcdUrl = etcdOfParent();
const stored = await Promise.all(unrelatedPods.map(readPod));
const startMs = performance.now();
let asked = 0;
let underWay = 0;
let updates = 0;

interface StoredPod {
  readonly key: string;
  readonly pod: Pod;
}

async function readPod(name: ObjectName): Promise<StoredPod> {
  const { key, text } = await readFromEtcd(etcdUrl, etcdKey(podResource, name));
  return { key, pod: parseJson<Pod>(text) };
}

async function update(): Promise<void> {
  const before = stored[asked % stored.length];
  asked += 1;
  if (before === undefined || underWay >= MOST_UNDER_WAY) return;
  underWay += 1;
  await writeToEtcd(etcdUrl, [reportOf(before)]);
  underWay -= 1;
  updates += 1;
}

/** Ready as before, with a newer kubelet heartbeat. */
function reportOf({ key, pod: { status, ...pod } }: StoredPod): StoredText {
  const update = { lastProbeTime: new Date().toISOString(), message: `report ${asked}` };
  const conditions = status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined) throw new Error(`Cannot update ${key}: it has no condition Ready`);
  const changed = [...conditions.filter((condition) => condition !== ready), { ...ready, ...update }];
  return { key, text: JSON.stringify({ ...pod, status: { ...status, conditions: changed } }) };
}

const timer = setInterval(() => {
  const due = ((performance.now() - startMs) / 1000) * UPDATES_PER_SECOND;
  while (asked < due) void update();
}, 1000 / UPDATES_PER_SECOND);

process.once('SIGTERM', () => {
  clearInterval(timer);
  const report: LoadReport = { updates, seconds: (performance.now() - startMs) / 1000 };
  process.stdout.write(JSON.stringify(report), () => process.exit(0));
});
