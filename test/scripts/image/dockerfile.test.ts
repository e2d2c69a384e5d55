import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { imageDescription } from '../../../scripts/image/dockerfile.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'active-standby-dockerfile-'));

afterAll(() => rmSync(folder, { recursive: true }));

function described(...lastStage: readonly string[]) {
  const file = path.join(folder, 'Dockerfile');
  writeFileSync(file, ['FROM node AS build', 'ENV BUILDING=1', 'RUN make', 'FROM scratch', ...lastStage].join('\n'));
  return imageDescription(pathToFileURL(file));
}

describe('the description of an image', () => {
  test('is that of the last stage', () => {
    const lines = ['COPY --from=build /src/dist/a.mjs /a.mjs', 'ENV A=1', 'ENV B=x=y', 'USER 1:2', 'EXPOSE 80 81'];
    expect(described(...lines, 'ENTRYPOINT ["/bin/run", "--fast", "/a.mjs"]')).toEqual({
      files: { '/a.mjs': 'dist/a.mjs' },
      env: { A: '1', B: 'x=y' },
      user: '1:2',
      ports: ['80', '81'],
      entrypoint: ['/bin/run', '--fast', '/a.mjs'],
    });
  });

  test.each([
    ['RUN rm -rf /', 'RUN is not supported'],
    ['WORKDIR /home', 'WORKDIR is not supported'],
    ['ENV A 1', 'ENV A 1 is not NAME=VALUE'],
  ])('cannot be had of %p', (line, reason) => {
    expect(() => described(line)).toThrow(`Cannot make an image from the Dockerfile: ${reason}`);
  });
});
