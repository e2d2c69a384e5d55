// The problem to report for a failed write, with the API server's message. A first conflict is not reported.
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
  /** The API server will refuse it again until a person changes something. */
  readonly refused: ConditionReason;
  readonly failed: ConditionReason;
}

const reasons: Readonly<Record<WritePart, Reasons>> = {
  slice: { refused: 'EndpointSliceRejected', failed: 'EndpointSliceNotWritten' },
  service: { refused: 'ServiceRejected', failed: 'ServiceNotWritten' },
  demotion: { refused: 'PodDeletionRejected', failed: 'PodNotDeleted' },
  leftovers: { refused: 'LeftoversNotRemoved', failed: 'LeftoversNotRemoved' },
};

/** `failures`: consecutive failures of this part, this one included. Undefined when there is nothing to report. */
export function writeProblem({ part, error }: WriteFailure, failures: number): Problem | undefined {
  // A conflict: the object is read and reconciled again at once. Reported only when that fails, too.
  if (failures < 2 && (isConflict(error) || isAlreadyExists(error))) return undefined;
  const isRefused = isInvalid(error) || isForbidden(error) || isNotFound(error);
  const { refused, failed } = reasons[part];
  const message = eventNote(reasonOf(error));
  return { reason: isRefused ? refused : failed, message, blocking: false };
}
