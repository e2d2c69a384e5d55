// How does long work let others have a turn? What waits for one: timers, answers of the API, failovers.
import { setImmediate as nextTurn } from 'node:timers/promises';

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
    if (count % itemsPerBreath === 0) await nextTurn();
  }
}
