// Decides whether a list failed because of its protobuf encoding; then the next one is requested as JSON.
import { ApiError } from '../api/apiError.ts';
import { ProtobufError } from '../protobuf/protobuf.ts';
import { CutListError } from '../protobuf/protobufList.ts';

/** The sum of damage from which a list is requested as JSON. */
export const DAMAGED = 2;

/** The damage that an error shows, 0 to DAMAGED. A list that ends early counts half: the connection may have broken. */
export function damageOf(error: unknown): number {
  if (!(error instanceof ApiError) || !(error.cause instanceof ProtobufError)) return 0;
  return error.cause instanceof CutListError ? 1 : DAMAGED;
}
