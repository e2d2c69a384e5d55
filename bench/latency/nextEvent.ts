// Waits for the next event of a watch that matches.
import type { KubeObject } from '../../src/kube/wire.ts';
import type { SeenEvent, Watcher } from '../../e2e/cluster/watcher.ts';

/** Longer than a busy machine needs. */
const DEADLINE_MS = 120_000;

export async function nextEvent<T extends KubeObject>(
  watcher: Watcher<T>,
  fits: (object: T) => boolean,
): Promise<SeenEvent<T>> {
  let next = watcher.events.length;
  let found: SeenEvent<T> | undefined;
  const look = (): boolean => {
    while (found === undefined && next < watcher.events.length) {
      const event = watcher.events[next];
      next += 1;
      if (event !== undefined && fits(event.object)) found = event;
    }
    return found !== undefined;
  };
  await watcher.until(look, { what: 'a flip', deadlineMs: DEADLINE_MS });
  if (found === undefined) throw new Error('unreachable: until() returned');
  return found;
}
