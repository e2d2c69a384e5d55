// Long work yields to the event loop, so that timers, API responses and failovers do not wait for its end.
// Guarantees: between two yields no more work is done than the named budget allows; items keep their order.
// Caveat: anything may change during a yield. A caller checks again what it has read before.
import { setImmediate, setTimeout } from 'node:timers/promises';

/** The work between two yields, by kind: a few milliseconds, also before the code is compiled. */
export const yieldAfter = {
  /** Objects of a list that are transformed and kept. */
  listItems: 10,
  /** Listed objects that are compared with the store; most are unchanged. */
  storeSteps: 100,
  /** Listed objects whose version is compared with the known one. */
  versionChecks: 200,
  /** Nodes whose objects are queued: 100 pods each. */
  queuedNodes: 10,
  /** Runs of a work queue that start. */
  queueRuns: 16,
  /** Bytes of a response that are received. */
  bytes: 256 * 1024,
} as const;

/** Lets everything that is due run first. With `idleMs` the work pauses for at least that long. */
export async function yieldToEventLoop(idleMs = 0): Promise<void> {
  await (idleMs > 0 ? setTimeout(idleMs) : setImmediate());
}

/** Calls `use` with each item in order, and yields after each `budget` of them. */
export async function forEachYielding<T>(items: Iterable<T>, budget: number, use: (item: T) => void): Promise<void> {
  let count = 0;
  for (const item of items) {
    use(item);
    count += 1;
    if (count % budget === 0) await yieldToEventLoop();
  }
}

/** Passes a stream through, and yields after each `budget` bytes: a fast server would block the event loop. */
export async function* streamYielding(
  chunks: AsyncIterable<Uint8Array>,
  budget: number,
): AsyncGenerator<Uint8Array, void, void> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    if (bytes < budget) continue;
    bytes = 0;
    await yieldToEventLoop();
  }
}
