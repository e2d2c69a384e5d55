// Status fields that the API server drops, because its CRD is older than this operator. They are sent, but not
// compared: else the same status would be written for ever.
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import { isRecord } from '../../api/isRecord.ts';

const noPaths: ReadonlySet<string> = new Set();

export class PrunedFields {
  readonly #onChange: (paths: readonly string[]) => void;
  #paths = noPaths;

  constructor(onChange: (paths: readonly string[]) => void) {
    this.#onChange = onChange;
  }

  /** Call after each write with what was sent and what the API server kept; the same object when it kept all. */
  note(sent: ActiveStandbyServiceStatus, kept: unknown): void {
    const dropped = kept === sent ? noPaths : droppedPaths(sent, kept, '');
    if (dropped.size === 0 && this.#paths.size === 0) return;
    const asked = pathsIn(sent, '');
    const others = [...this.#paths].filter((path) => !asked.has(path));
    const paths = new Set([...others, ...dropped]);
    const isSame = paths.size === this.#paths.size && [...paths].every((path) => this.#paths.has(path));
    this.#paths = paths;
    if (!isSame) this.#onChange([...paths].toSorted());
  }

  /** The status without the dropped fields. */
  comparable(status: ActiveStandbyServiceStatus): ActiveStandbyServiceStatus {
    if (this.#paths.size === 0) return status;
    const copy: ActiveStandbyServiceStatus = JSON.parse(JSON.stringify(without(status, this.#paths, '')));
    return copy;
  }
}

/** For example "history[].cause": one path for the field of all items. */
function pathOf(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

function droppedPaths(sent: unknown, kept: unknown, path: string): ReadonlySet<string> {
  if (Array.isArray(sent) && Array.isArray(kept)) {
    return new Set(sent.flatMap((item, i) => (i < kept.length ? [...droppedPaths(item, kept[i], `${path}[]`)] : [])));
  }
  if (!isRecord(sent) || !isRecord(kept)) return new Set();
  const entries = Object.entries(sent).filter(([, value]) => value !== undefined);
  return new Set(
    entries.flatMap(([key, value]) =>
      Object.hasOwn(kept, key) ? [...droppedPaths(value, kept[key], pathOf(path, key))] : [pathOf(path, key)],
    ),
  );
}

function pathsIn(value: unknown, path: string): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...pathsIn(item, `${path}[]`)]));
  if (!isRecord(value)) return new Set();
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return new Set(entries.flatMap(([key, field]) => [pathOf(path, key), ...pathsIn(field, pathOf(path, key))]));
}

function without(value: unknown, paths: ReadonlySet<string>, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, paths, `${path}[]`));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !paths.has(pathOf(path, key)));
  return Object.fromEntries(kept.map(([key, field]) => [key, without(field, paths, pathOf(path, key))]));
}
