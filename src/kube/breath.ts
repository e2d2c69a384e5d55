// How does long work let others have a turn? What waits for one: timers, answers of the API, failovers.
import { setImmediate } from 'node:timers/promises';

export async function breath(): Promise<void> {
  await setImmediate();
}

/** Does something with each item in order, with a turn for everybody else after so many of them. */
export async function eachWithBreaths<T>(
  items: Iterable<T>,
  itemsPerBreath: number,
  use: (item: T) => void,
): Promise<void> {
  let count = 0;
  for (const item of items) {
    use(item);
    count += 1;
    if (count % itemsPerBreath === 0) await breath();
  }
}

/** A stream as it comes, with a turn for everybody else after so many bytes: a fast server would leave none. */
export async function* streamWithBreaths(
  chunks: AsyncIterable<Uint8Array>,
  bytesPerBreath: number,
): AsyncGenerator<Uint8Array, void, void> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    if (bytes < bytesPerBreath) continue;
    bytes = 0;
    await breath();
  }
}
