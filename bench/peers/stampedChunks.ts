// Keeps the chunks of streams with the time of their arrival, and hands them on when none has come for a moment: to
// parse one must not delay the stamp of the next.
import { setTimeout as sleep } from 'node:timers/promises';

const QUIET_MS = 4;

interface StampedChunk {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** Of all streams of the process. */
let lastMs = 0;

export class StampedChunks implements AsyncIterable<Uint8Array> {
  /** When the chunk arrived that was handed on last. */
  atMs = 0;
  readonly #waiting: StampedChunk[] = [];
  #next = Promise.withResolvers<void>();
  #hasEnded = false;

  push(bytes: Uint8Array): void {
    lastMs = performance.now();
    this.#waiting.push({ atMs: lastMs, bytes });
    this.#next.resolve();
  }

  end(): void {
    this.#hasEnded = true;
    this.#next.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    while (this.#waiting.length > 0 || !this.#hasEnded) {
      await this.#next.promise;
      this.#next = Promise.withResolvers();
      while (performance.now() - lastMs < QUIET_MS) await sleep(QUIET_MS);
      for (const { atMs, bytes } of this.#waiting.splice(0)) {
        this.atMs = atMs;
        yield bytes;
      }
    }
  }
}
