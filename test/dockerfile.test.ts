// Checks the Dockerfile without Docker.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const instructions = readFileSync('Dockerfile', 'utf8').split('\n');
const stageStarts = instructions.flatMap((line, index) => (line.startsWith('FROM ') ? [index] : []));
const [build, image] = stageStarts.map((start, index) => instructions.slice(start, stageStarts[index + 1]));

function wordsAfter(stage: readonly string[] | undefined, instruction: string): readonly (readonly string[])[] {
  const lines = (stage ?? []).filter((line) => line.startsWith(`${instruction} `));
  return lines.map((line) => line.split(' ').slice(1));
}

/** Sources only: the last word is the destination. */
const copied = wordsAfter(build, 'COPY').flatMap((words) => words.slice(0, -1));

describe('the Dockerfile', () => {
  test('copies only files that exist and that .dockerignore allows', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(copied).not.toEqual([]);
    expect(copied.filter((path) => !existsSync(path) || !allowed.includes(`!${path}`))).toEqual([]);
  });

  test('puts nothing but the bundle into an image without a shell', () => {
    expect(wordsAfter(image, 'FROM').flat().join()).toContain('/distroless/nodejs24');
    expect(wordsAfter(image, 'COPY')).toEqual([['--from=build', '/src/dist/operator.mjs', '/operator.mjs']]);
    expect(wordsAfter(image, 'RUN')).toEqual([]);
  });

  test('runs the bundle as a user other than root', () => {
    expect(wordsAfter(image, 'USER')).toEqual([['65532:65532']]);
    expect(wordsAfter(image, 'ENTRYPOINT').flat().join(' ')).toBe(
      '["/nodejs/bin/node", "--max-semi-space-size=8", "/operator.mjs"]',
    );
  });
});
