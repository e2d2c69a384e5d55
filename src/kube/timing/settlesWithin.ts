// Has it ended in time?
import type { Clock } from './clock.ts';

/** Resolves as soon as one or the other is known. A promise that is late is left to itself. */
export async function settlesWithin(clock: Clock, limitMs: number, promise: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const cancel = clock.setTimer(limitMs, () => late.resolve(false));
  try {
    return await Promise.race([promise.then(() => true), late.promise]);
  } finally {
    cancel();
  }
}
