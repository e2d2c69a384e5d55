// One signal for work that several signals may abort and that ends soon, such as a request. AbortSignal.any does the
// same without a release, by weak references and finalizers: docs/decisions/0028 has the figures.

export class LinkedAbort {
  readonly #controller = new AbortController();
  readonly #followed: AbortSignal[] = [];
  readonly #pass = (): void => this.abort(this.#followed.find(({ aborted }) => aborted)?.reason);

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first reason counts. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Passes the abort of another signal on, at once if that is aborted already. */
  follow(signal: AbortSignal | undefined): void {
    if (signal?.aborted === true) this.abort(signal.reason);
    else if (signal !== undefined) {
      this.#followed.push(signal);
      signal.addEventListener('abort', this.#pass, { once: true });
    }
  }

  /** Leaves no listener on the followed signals. */
  release(): void {
    for (const signal of this.#followed) signal.removeEventListener('abort', this.#pass);
  }
}

/** Runs work with a signal that is aborted with any of the given ones. */
export async function withSignals<T>(
  signals: readonly (AbortSignal | undefined)[],
  run: (linked: LinkedAbort) => Promise<T>,
): Promise<T> {
  const linked = new LinkedAbort();
  for (const signal of signals) linked.follow(signal);
  try {
    return await run(linked);
  } finally {
    linked.release();
  }
}
