// Waits for a promise for a limited time.
import type { Clock } from './clock.ts';

/** Whether the promise resolves within limitMs; rejects as it does. A late promise continues in the background. */
export async function settlesWithin(clock: Clock, limitMs: number, promise: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const cancel = clock.setTimer(limitMs, () => late.resolve(false));
  try {
    return await Promise.race([promise.then(() => true), late.promise]);
  } finally {
    cancel();
  }
}
