// What the Dockerfile says of the image: of its last stage. The archive of `make image` is made from it, and tests and
// benchmarks start the operator as it says, so that there is one description of how the operator runs.
import { readFileSync } from 'node:fs';

export interface ImageDescription {
  /** By their path in the image: the file of the build that is copied there, relative to the repository. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly ports: readonly string[];
  readonly entrypoint: readonly string[];
}

/** Instructions that the last stage may have: one that is not known here would be missing in the archive. */
const known = ['FROM', 'COPY', 'ENV', 'USER', 'EXPOSE', 'ENTRYPOINT'];

export function imageDescription(file = new URL('../../Dockerfile', import.meta.url)): ImageDescription {
  const lines = readFileSync(file, 'utf8').split('\n');
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const instructions = stage.filter((line) => /^[A-Z]/.test(line)).map(toInstruction);
  for (const [name] of instructions) {
    if (!known.includes(name)) throw new Error(`Cannot make an image from the Dockerfile: ${name} is not supported`);
  }
  const all = (wanted: string): readonly string[] =>
    instructions.filter(([name]) => name === wanted).map(([, argument]) => argument);
  return {
    files: Object.fromEntries(all('COPY').map(toCopy)),
    env: Object.fromEntries(all('ENV').map(toVariable)),
    user: all('USER').at(-1) ?? '',
    ports: all('EXPOSE').flatMap((ports) => ports.split(' ')),
    entrypoint: Array.from((all('ENTRYPOINT').at(-1) ?? '').matchAll(/"([^"]*)"/g), ([, word = '']) => word),
  };
}

function toInstruction(line: string): readonly [string, string] {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space + 1).trim()];
}

/** `--from=build /src/dist/operator.mjs /operator.mjs`, where /src is the repository. */
function toCopy(argument: string): readonly [string, string] {
  const [, source = '', target = ''] = argument.split(' ');
  return [target, source.replace(/^\/src\//, '')];
}

function toVariable(argument: string): readonly [string, string] {
  const [, name = '', value = ''] = /^(\w+)=(\S*)$/.exec(argument) ?? [];
  if (name === '') throw new Error(`Cannot make an image from the Dockerfile: ENV ${argument} is not NAME=VALUE`);
  return [name, value];
}
