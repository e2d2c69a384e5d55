// How does one wait for the end of something that a signal tells of?

/** Resolves when the signal is aborted, at once when it has been already. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
