// Changes many pods within tenths of a second: straight in etcd, so that the API server has only their events to send.
import { etcdKey } from '../../e2e/cluster/etcdKey.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import type { Pod } from '../../e2e/cluster/pods.ts';
import { pods as podResource } from '../../e2e/cluster/resources.ts';
import type { ObjectName } from '../../src/kube/resource.ts';
import { inParallel } from '../latency/population.ts';
import { readFromEtcd, writeToEtcd, type StoredText } from '../scale/etcd.ts';

/** Reads the pods; the answer writes them all. No other client may write them meanwhile. */
export async function prepareReadiness(
  etcdUrl: string,
  pods: readonly ObjectName[],
  ready: boolean,
): Promise<() => Promise<void>> {
  const stored = await Promise.all(pods.map((pod) => readFromEtcd(etcdUrl, etcdKey(podResource, pod))));
  const changed = stored.map((each) => withReadiness(each, ready));
  // Each by itself: objects that are written in one transaction have the same resourceVersion, which no client expects.
  return () => inParallel(changed, (each) => writeToEtcd(etcdUrl, [each]));
}

export function withReadiness({ key, text }: StoredText, ready: boolean): StoredText {
  const { status, ...pod } = parseJson<Pod>(text);
  const news = { status: ready ? 'True' : 'False', lastTransitionTime: new Date().toISOString().replace(/\.\d+/, '') };
  const conditions = status?.conditions?.map((condition) =>
    ['Ready', 'ContainersReady'].includes(condition.type) ? { ...condition, ...news } : condition,
  );
  return { key, text: JSON.stringify({ ...pod, status: { ...status, conditions } }) };
}
