// The rule of the loops that are compared with the operator: the pods with one label `app` are a group, and when its
// active is not ready, the first ready one of the others is next. No term, no check of anything else.
import { parseJson } from '../../e2e/cluster/json.ts';
import type { Pod } from '../../e2e/cluster/pods.ts';
import { pods } from '../../e2e/cluster/resources.ts';
import { collectionPath, withQuery } from '../../src/kube/api/resourcePath.ts';
import { lines } from '../../src/kube/cache/lines.ts';
import type { RawApi } from './rawApi.ts';

export interface Move {
  readonly app: string;
  /** Undefined at the start. */
  readonly from: Pod | undefined;
  readonly to: Pod;
}

export interface Group {
  readonly pods: Map<string, Pod>;
  active: string | undefined;
}

/** Watches the pods of a namespace and calls `act` for each move, without waiting for it. Ends with the watch. */
export async function followPods(api: RawApi, namespace: string, act: (move: Move) => Promise<void>): Promise<void> {
  const groups = new Map<string, Group>();
  const path = withQuery(collectionPath(pods, namespace), { watch: 'true', timeoutSeconds: '7200' });
  for await (const line of lines(await api.watch(path))) {
    const move = nextMove(groups, parseJson<{ object: Pod }>(line).object);
    // A failed move is not caught: it ends the process, and with it the measurement.
    if (move !== undefined) void act(move);
  }
}

/** Notes the pod; undefined: its group stays as it is. */
export function nextMove(groups: Map<string, Group>, pod: Pod): Move | undefined {
  const { name = '', labels } = pod.metadata ?? {};
  const app = labels?.['app'] ?? '';
  const group: Group = groups.get(app) ?? { pods: new Map(), active: undefined };
  groups.set(app, group);
  group.pods.set(name, pod);
  const from = group.pods.get(group.active ?? '');
  if (from !== undefined && isReady(from)) return undefined;
  const to = [...group.pods.values()].find(isReady);
  if (to === undefined) return undefined;
  group.active = to.metadata?.name;
  return { app, from, to };
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
}
