// The horizon of each scope: the resourceVersion up to which the server has reported all changes.
import { isNewer } from '../api/resourceVersion.ts';

/** What one reflector watches: a namespace, or the whole cluster. The scopes of one store are all of the same kind. */
export type Scope = string;

export const EVERYTHING: Scope = '';

export class SyncedVersions {
  readonly #versions = new Map<Scope, string>();
  readonly #distrusted = new Set<Scope>();

  /** The horizon of a namespace; empty before the first list. */
  of(namespace: string): string {
    return this.#versions.get(EVERYTHING) ?? this.#versions.get(namespace) ?? '';
  }

  advance(resourceVersion: string, scope: Scope): void {
    if (isNewer(resourceVersion, this.#versions.get(scope) ?? '')) this.#versions.set(scope, resourceVersion);
  }

  /** A list older than the horizon means that the server's data were rolled back. */
  isRolledBack(resourceVersion: string, scope: Scope): boolean {
    return this.#distrusted.has(scope) || isNewer(this.#versions.get(scope) ?? '', resourceVersion);
  }

  /** The server's data were rolled back: versions do not show what is newer until the next list. */
  distrust(scope: Scope): void {
    this.#distrusted.add(scope);
  }

  /** Takes the version of a complete list, also when it is lower than the horizon. */
  reset(resourceVersion: string, scope: Scope): void {
    this.#versions.set(scope, resourceVersion);
    this.#distrusted.delete(scope);
  }
}
