// Metadata that other clients write takes no memory, neither while the objects exist nor after their deletion.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const wave = path.resolve(import.meta.dirname, '../../support/operator/unmanagedFieldsMemory.ts');
const OBJECTS = 10;

/** Runs in a process of its own, with a heap of its own. */
async function heapOf(kind: string): Promise<{ before: number; during: number; after: number }> {
  const args = ['--expose-gc', wave, kind, String(OBJECTS)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

test.each(['pods', 'services', 'slices', 'nodes'])(
  'labels and annotations of 1.8 MB in each of %s are dropped on arrival',
  async (kind) => {
    const { before, during, after } = await heapOf(kind);
    expect(during / before).toBeLessThan(1.1);
    expect(after / before).toBeLessThan(1.1);
  },
  60_000,
);
