// With which environment does the operator run in its image? The Dockerfile's, so that what is measured is what is shipped.
import { readFileSync } from 'node:fs';

const dockerfile = new URL('../../Dockerfile', import.meta.url);

export function imageEnvironment(): Readonly<Record<string, string>> {
  const image =
    readFileSync(dockerfile, 'utf8')
      .split(/^FROM /m)
      .at(-1) ?? '';
  return Object.fromEntries(
    Array.from(image.matchAll(/^ENV (\w+)=(\S+)$/gm), ([, name = '', value = '']) => [name, value]),
  );
}
