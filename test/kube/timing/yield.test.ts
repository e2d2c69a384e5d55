// Long work lets other work run in between.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forEachYielding, streamYielding, yieldToEventLoop } from '../../../src/kube/timing/yield.ts';

let turns: number;
let next: NodeJS.Immediate;

/** Other work, which takes every turn of the event loop. */
function takeTurn(): void {
  turns += 1;
  next = setImmediate(takeTurn);
}

beforeEach(() => {
  turns = 0;
  next = setImmediate(takeTurn);
});

afterEach(() => clearImmediate(next));

async function* pieces(count: number, bytes: number): AsyncGenerator<Uint8Array, void, void> {
  for (let piece = 0; piece < count; piece++) yield new Uint8Array(bytes).fill(piece);
}

describe('long work', () => {
  it('lets others run once when it yields', async () => {
    await yieldToEventLoop();
    expect(turns).toBe(1);
  });

  it('handles each item in order, and yields after each `budget` items', async () => {
    const items = Array.from({ length: 95 }, (_, index) => index);
    const seen: number[] = [];
    await forEachYielding(items, 10, (item) => seen.push(item));
    expect(seen).toEqual(items);
    expect(turns).toBe(9);
  });

  it('passes all of a stream through, and yields after each `budget` bytes', async () => {
    const seen: (number | undefined)[] = [];
    for await (const chunk of streamYielding(pieces(10, 100), 250)) seen.push(chunk.at(-1));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(turns).toBe(3);
  });
});
