// Does a list fail because of its encoding? Then it is asked for in the other one.
import { ApiError } from '../api/apiError.ts';
import { ProtobufError } from '../protobuf/protobuf.ts';
import { CutListError } from '../protobuf/protobufList.ts';

/** From here on a list is asked for as JSON. */
export const DAMAGED = 2;

/** How much the failure of a list speaks for that. A list that only ends too early may be cut by a broken connection. */
export function damageOf(error: unknown): number {
  if (!(error instanceof ApiError) || !(error.cause instanceof ProtobufError)) return 0;
  return error.cause instanceof CutListError ? 1 : DAMAGED;
}
