// One way of obtaining a binary.
import type { Progress } from './progress.ts';
import type { BinaryName } from './versions.ts';

export interface Way {
  readonly title: string;
  readonly offers: (name: BinaryName) => boolean;
  /** Writes the binary to `file`, or throws the reason why this way does not work here. */
  obtain(name: BinaryName, file: string, progress: Progress): Promise<void>;
}
