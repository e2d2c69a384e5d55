import { expect, test } from '@jest/globals';
import { StampedChunks } from '../../bench/peers/stampedChunks.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

async function stampsOf(chunks: StampedChunks): Promise<ReadonlyMap<string, number>> {
  const stamps = new Map<string, number>();
  for await (const chunk of chunks) stamps.set(Buffer.from(chunk).toString(), chunks.atMs);
  return stamps;
}

test('each chunk is handed on with the time of its own arrival', async () => {
  const chunks = new StampedChunks();
  const fromMs = performance.now();
  chunks.push(bytes('first'));
  const betweenMs = performance.now();
  chunks.push(bytes('second'));
  const toMs = performance.now();
  chunks.end();
  const stamps = await stampsOf(chunks);
  expect([...stamps.keys()]).toEqual(['first', 'second']);
  const [first = NaN, second = NaN] = stamps.values();
  expect([fromMs, first, betweenMs, second, toMs]).toEqual(
    [fromMs, first, betweenMs, second, toMs].toSorted((a, b) => a - b),
  );
});

test('a chunk that comes while others are read is not lost', async () => {
  const chunks = new StampedChunks();
  chunks.push(bytes('first'));
  const seen: string[] = [];
  for await (const chunk of chunks) {
    seen.push(Buffer.from(chunk).toString());
    if (seen.length > 1) continue;
    chunks.push(bytes('second'));
    chunks.end();
  }
  expect(seen).toEqual(['first', 'second']);
});
