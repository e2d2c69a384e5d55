// What strangers write into their objects takes no room: not while these are there, and not once they are gone.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const wave = path.resolve(import.meta.dirname, '../../support/operator/strangersWave.ts');
const OBJECTS = 10;

/** In a process of its own, whose heap is its own too. */
async function heapOf(kind: string): Promise<{ before: number; during: number; after: number }> {
  const args = ['--expose-gc', wave, kind, String(OBJECTS)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

test.each(['pods', 'services', 'slices', 'nodes'])(
  'labels and annotations of 1.8 MB in each of %s are forgotten as they come',
  async (kind) => {
    const { before, during, after } = await heapOf(kind);
    expect(during / before).toBeLessThan(1.1);
    expect(after / before).toBeLessThan(1.1);
  },
  60_000,
);
