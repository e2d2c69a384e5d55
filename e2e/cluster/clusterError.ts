// The one error of the cluster harness: "Cannot <action> <what>: <reason>".

export class ClusterError extends Error {
  override readonly name = 'ClusterError';

  constructor(action: string, reason: string, cause?: unknown) {
    super(`Cannot ${action}: ${reason}`, cause === undefined ? undefined : { cause });
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
