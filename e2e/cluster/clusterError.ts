// The one error of the cluster harness: "Cannot <action> <what>: <reason>".
import { isNativeError } from 'node:util/types';

export class ClusterError extends Error {
  override readonly name = 'ClusterError';

  constructor(action: string, reason: string, cause?: unknown) {
    super(`Cannot ${action}: ${reason}`, cause === undefined ? undefined : { cause });
  }
}

/** Without instanceof: the test runner's modules have another Error class. */
export function reasonOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}
