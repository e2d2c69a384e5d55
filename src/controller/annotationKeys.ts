// Which annotations of pods does anybody ask for? Those that some object names as holding a priority; all others are
// not kept, for they would be most of what a pod says. A key once wanted stays so as long as the process lives: it is
// seldom that one is not wanted any more, and to keep it costs nothing.
import { DEFAULT_PRIORITY_ANNOTATION } from '../api/names.ts';
import type { ObjectIndex } from '../kube/objectIndex.ts';
import type { CachedAsvc } from './cachedObject.ts';

export class AnnotationKeys implements ObjectIndex<CachedAsvc> {
  #all: readonly string[] = [DEFAULT_PRIORITY_ANNOTATION];
  #known = new Set(this.#all);
  readonly #listeners: (() => void)[] = [];

  /** The same array until a key is added, so that all views of pods can share it. */
  get all(): readonly string[] {
    return this.#all;
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  /** Calls back whenever there is one more. */
  onAdded(listener: () => void): void {
    this.#listeners.push(listener);
  }

  insert(_: string, { priorityAnnotation: key }: CachedAsvc): void {
    if (key === undefined || this.#known.has(key)) return;
    this.#all = [...this.#all, key];
    this.#known = new Set(this.#all);
    for (const listener of this.#listeners) listener();
  }

  remove(): void {}
}
