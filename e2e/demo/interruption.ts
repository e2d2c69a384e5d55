// Interruptions of the demo: Ctrl-C, a signal, or a closed output (`| head`).
import { constants } from 'node:os';

export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly exitCode: number;

  constructor(reason: string, exitCode: number) {
    super(`Interrupted ${reason}`);
    this.exitCode = exitCode;
  }
}

/** Rejects once, and never resolves. A second signal ends the process at once. */
export function interruption(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => reject(new InterruptedError(`by ${signal}`, 128 + constants.signals[signal])));
  }
  process.stdout.on('error', () => reject(new InterruptedError('because its output was closed', 1)));
  // It may reject while no caller awaits it.
  promise.catch(() => undefined);
  return promise;
}
