// Long work gives up the thread now and then, so that timers, answers of the API and failovers do not wait for its end.
// Guarantees: between two yields no more is done than the named budget allows; items keep their order.
// Caveat: anything may change at a yield. A caller checks what it has read before.
import { setImmediate, setTimeout } from 'node:timers/promises';

/** How much of each kind of work is done between two yields: a few milliseconds' worth, also before it is compiled. */
export const yieldAfter = {
  /** Objects of a list are transformed and kept. */
  listItems: 10,
  /** A listed object is compared with the store; most are unchanged. */
  storeSteps: 100,
  /** The version of a listed object is compared with the known one. */
  versionChecks: 200,
  /** All objects with a pod on the node are queued: 100 pods each. */
  queuedNodes: 10,
  /** Keys of a work queue begin to be worked on. */
  queueRuns: 16,
  /** Bytes of an answer are received. */
  bytes: 256 * 1024,
} as const;

/** Everything that is due runs first. With `idleMs` the thread has nothing of this work to do for that long as well. */
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

/** Passes a stream on, and yields after each `budget` bytes: a fast server would leave no turn. */
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
