// Waits by a watch until an object is as expected: no polling, no sleeping, and a failure that shows the last state.
import type { ObjectName, Resource } from '../../src/kube/resource.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import type { Api } from './api.ts';
import { Watcher, type WatchTarget } from './watcher.ts';

export interface Eventually {
  readonly resource: Resource;
  readonly deadlineMs?: number;
}

/**
 * Resolves with the object once it fits: `fits` returns false, or throws (a failed `expect`), for "not yet".
 * An object that does not exist is undefined; to wait for its absence see `eventuallyGone`.
 */
export async function eventually<T extends KubeObject>(
  api: Api,
  target: Eventually & ObjectName,
  fits: (object: T) => boolean | void,
): Promise<T> {
  const found = await eventuallyAll<T>(api, target, ([object]) => (object === undefined ? false : fits(object)));
  const [object] = found;
  if (object === undefined) throw new Error('unreachable: an absent object does not fit');
  return object;
}

export async function eventuallyGone(api: Api, target: Eventually & ObjectName): Promise<void> {
  await eventuallyAll(api, target, (objects) => objects.length === 0);
}

/** The same for all objects of a kind: in a namespace, with a label selector, or in the cluster. */
export async function eventuallyAll<T extends KubeObject>(
  api: Api,
  target: Eventually & WatchTarget,
  fits: (objects: readonly T[]) => boolean | void,
): Promise<readonly T[]> {
  const { deadlineMs, resource, namespace = '', name = '' } = target;
  const watcher = await Watcher.start<T>(api, target);
  let fitting: readonly T[] = [];
  const look = (objects: readonly T[]): boolean | void => {
    fitting = objects;
    return fits(objects);
  };
  try {
    const what = `the expected ${resource.kind} ${namespace}/${name}`;
    await watcher.until(look, { what, ...(deadlineMs === undefined ? {} : { deadlineMs }) });
    return fitting;
  } finally {
    watcher.stop();
  }
}
