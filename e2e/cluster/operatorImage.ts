// How the operator runs in its image, from the Dockerfile: what is tested and measured is what is shipped.
import { readFileSync } from 'node:fs';

export interface ImageSettings {
  readonly env: Readonly<Record<string, string>>;
  /** Between Node and the program. */
  readonly nodeFlags: readonly string[];
}

const dockerfile = new URL('../../Dockerfile', import.meta.url);

export function imageSettings(): ImageSettings {
  const image =
    readFileSync(dockerfile, 'utf8')
      .split(/^FROM /m)
      .at(-1) ?? '';
  const [, entrypoint = ''] = /^ENTRYPOINT \[(.+)\]$/m.exec(image) ?? [];
  const words = Array.from(entrypoint.matchAll(/"([^"]+)"/g), ([, word = '']) => word);
  return {
    env: Object.fromEntries(
      Array.from(image.matchAll(/^ENV (\w+)=(\S+)$/gm), ([, name = '', value = '']) => [name, value]),
    ),
    nodeFlags: words.filter((word) => word.startsWith('--')),
  };
}
