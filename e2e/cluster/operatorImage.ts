// How the operator runs in its pod, read from Dockerfile and Deployment, so that tests and benchmarks run the same.
import { readFileSync } from 'node:fs';
import { imageDescription } from '../../scripts/image/dockerfile.ts';

export interface ImageSettings {
  readonly env: Readonly<Record<string, string>>;
  /** Between Node and the program. */
  readonly nodeFlags: readonly string[];
}

const deployment = new URL('../../config/operator/deployment.yaml', import.meta.url);

export function imageSettings(): ImageSettings {
  const { env, entrypoint } = imageDescription();
  return { env, nodeFlags: entrypoint.filter((word) => word.startsWith('--')) };
}

/**
 * The heap that V8 chooses by the memory limit of the container, which a process of a test or benchmark does not have:
 * half of the limit for the old space, and semi-spaces of 1 MiB. Flags of the image come later and win.
 */
export function flagsOfMemoryLimit(): readonly string[] {
  const [, mebibytes] = /^ +limits:\n +memory: (\d+)Mi$/m.exec(readFileSync(deployment, 'utf8')) ?? [];
  if (mebibytes === undefined) throw new Error('Cannot read the memory limit of the Deployment');
  return [`--max-old-space-size=${Number(mebibytes) / 2}`, '--max-semi-space-size=1'];
}
