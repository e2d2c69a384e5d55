// A planted bug: text of one source file of the election, which must occur exactly once, and its replacement.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Bug {
  readonly name: string;
  /** In src/election. */
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

/** Plants the bug in a copy of the project, and returns a function that removes it. */
export function plant({ name, file, search, replace }: Bug, root: string): () => void {
  const full = path.join(root, 'src', 'election', file);
  const sound = readFileSync(full, 'utf8');
  const count = sound.split(search).length - 1;
  if (count !== 1) throw new Error(`Cannot plant the bug "${name}": its text is ${count} times in ${file}`);
  writeFileSync(
    full,
    sound.replace(search, () => replace),
  );
  return () => writeFileSync(full, sound);
}
