// Sets the wall clock of an operator process that was started with this file.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from '../cluster/controlPlane.ts';

/** The environment variable that names the file. */
export const SHIFT_FILE = 'WALL_CLOCK_SHIFT_FILE';

const preload = new URL('wallClock.ts', import.meta.url);

export class WallClock {
  readonly #file: string;

  constructor({ directory }: ControlPlane) {
    this.#file = join(directory, 'wall-clock-shift');
    this.jump(0);
  }

  /** The arguments and environment of the operator. */
  get environment(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${preload.href}`, [SHIFT_FILE]: this.#file };
  }

  /** Relative to the real time; takes effect at once. */
  jump(shiftMs: number): void {
    // Renamed, because the operator may read at any moment.
    writeFileSync(`${this.#file}.new`, String(shiftMs));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
