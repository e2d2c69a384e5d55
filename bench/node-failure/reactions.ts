// Measures when each slice changes after the Node has turned Unknown. All events come from watches of one observer, so
// that the delay to it is in all times and cancels out.
import { SERVICE_NAME_LABEL } from '../../src/api/names.ts';
import type { Node } from '../../e2e/cluster/nodes.ts';
import { endpointSlices, nodes } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import type { Scene } from '../../e2e/support/scene.ts';
import { dyingNode, ordinaryName, type Crowd, type Slice } from './crowd.ts';

export interface Reactions {
  /** When our slices list only the standby; in milliseconds. */
  readonly replaced: readonly number[];
  /** When Kubernetes' own slices do not list the dead pod as ready any more. */
  readonly left: readonly number[];
}

const DEADLINE_MS = 300_000;

export async function reactionsTo({ scenes, heartbeats }: Crowd): Promise<Reactions> {
  const [scene] = scenes;
  if (scene === undefined) throw new Error('Cannot measure reactions: there is no ActiveStandbyService');
  const { plane, namespace } = scene;
  const nodeWatcher = await Watcher.start<Node>(plane.api, { resource: nodes, name: dyingNode });
  const slices = await Watcher.start<Slice>(plane.api, { resource: endpointSlices, namespace });
  const goals = scenes.flatMap((each) => [replacement(each), departure(each)]);
  try {
    heartbeats.end(dyingNode);
    const wait = { what: 'the reactions', deadlineMs: DEADLINE_MS };
    await slices.until((all) => goals.every((isReached) => all.some(isReached)), wait);
    const startMs = firstTime(nodeWatcher, isUnknown);
    const timesOf = (goal: (each: Scene) => Goal) => scenes.map((each) => firstTime(slices, goal(each)) - startMs);
    return { replaced: timesOf(replacement), left: timesOf(departure) };
  } finally {
    nodeWatcher.stop();
    slices.stop();
  }
}

type Goal = (slice: Slice) => boolean;

function replacement({ name }: Scene): Goal {
  return ({ metadata, endpoints }) => {
    return metadata?.labels?.[SERVICE_NAME_LABEL] === name && endpoints?.[0]?.targetRef?.name === `${name}-1`;
  };
}

function departure(scene: Scene): Goal {
  const dead = `${scene.name}-0`;
  return ({ metadata, endpoints }) => {
    if (metadata?.labels?.[SERVICE_NAME_LABEL] !== ordinaryName(scene)) return false;
    return (
      endpoints?.every(({ targetRef, conditions }) => targetRef?.name !== dead || conditions?.ready !== true) === true
    );
  };
}

function isUnknown({ status }: Node): boolean {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'Unknown';
}

function firstTime<T extends Slice | Node>({ events }: Watcher<T>, fits: (object: T) => boolean): number {
  return events.find(({ object }) => fits(object))?.atMs ?? NaN;
}
