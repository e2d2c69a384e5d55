// What is told of a write that failed? Every failure after its first time, in the API server's words.
import type { ConditionReason } from '../../api/conditions.ts';
import { reasonOf } from '../../api/reasonOf.ts';
import type { Problem } from '../../desired/outcome.ts';
import { isAlreadyExists, isConflict, isForbidden, isInvalid, isNotFound } from '../../kube/api/apiError.ts';
import { eventNote } from '../../kube/events/eventNote.ts';

export type WritePart = 'slice' | 'demotion' | 'service' | 'leftovers';

export interface WriteFailure {
  readonly part: WritePart;
  readonly error: unknown;
}

interface Reasons {
  /** It will be refused again until a person changes something. */
  readonly refused: ConditionReason;
  readonly failed: ConditionReason;
}

const reasons: Readonly<Record<WritePart, Reasons>> = {
  slice: { refused: 'EndpointSliceRejected', failed: 'EndpointSliceNotWritten' },
  service: { refused: 'ServiceRejected', failed: 'ServiceNotWritten' },
  demotion: { refused: 'PodDeletionRejected', failed: 'PodNotDeleted' },
  leftovers: { refused: 'LeftoversNotRemoved', failed: 'LeftoversNotRemoved' },
};

/** `failures` is how often this part has failed in a row, this time included. */
export function writeProblem({ part, error }: WriteFailure, failures: number): Problem | undefined {
  // Somebody else was faster: the object is read and decided about again at once. Told only when that does not help.
  if (failures < 2 && (isConflict(error) || isAlreadyExists(error))) return undefined;
  const isRefused = isInvalid(error) || isForbidden(error) || isNotFound(error);
  const { refused, failed } = reasons[part];
  const message = eventNote(reasonOf(error));
  return { reason: isRefused ? refused : failed, message, blocking: false };
}
