// Up to which resource versions has the server told everything, of each namespace or of the whole cluster?
import { isNewer } from '../api/resourceVersion.ts';

/** What one reflector follows: the objects of a namespace, or those of the whole cluster. A store has one kind of them. */
export type Scope = string;

export const EVERYTHING: Scope = '';

export class Horizons {
  readonly #versions = new Map<Scope, string>();
  readonly #distrusted = new Set<Scope>();

  /** Empty before the first list. */
  of(namespace: string): string {
    return this.#versions.get(EVERYTHING) ?? this.#versions.get(namespace) ?? '';
  }

  advance(resourceVersion: string, scope: Scope): void {
    if (isNewer(resourceVersion, this.#versions.get(scope) ?? '')) this.#versions.set(scope, resourceVersion);
  }

  /** A list from before our horizon means that the server's data were rolled back. */
  isRolledBack(resourceVersion: string, scope: Scope): boolean {
    return this.#distrusted.has(scope) || isNewer(this.#versions.get(scope) ?? '', resourceVersion);
  }

  /** The server's data went back, so that versions do not tell what is newer until the next list. */
  distrust(scope: Scope): void {
    this.#distrusted.add(scope);
  }

  /** As of a complete list, which is believed whatever was known before. */
  reset(resourceVersion: string, scope: Scope): void {
    this.#versions.set(scope, resourceVersion);
    this.#distrusted.delete(scope);
  }
}
