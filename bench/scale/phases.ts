// Named phases of the benchmark, to which the operator's blocks are assigned.
export interface Phase {
  readonly name: string;
  /** From and to, in ms since the epoch. */
  readonly span: readonly [number, number];
}

export class Phases {
  readonly all: Phase[] = [];

  async during<T>(name: string, run: () => Promise<T>): Promise<T> {
    const fromMs = Date.now();
    const result = await run();
    this.all.push({ name, span: [fromMs, Date.now()] });
    return result;
  }
}
