// Ends the wait for a promise whose work cannot be aborted.

/** Settles as the promise, or rejects with the signal's reason when that is aborted first. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', giveUp));
}
