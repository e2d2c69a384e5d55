// The error of a failed API request: names the action and the object, quotes the server's reason and message, and tells
// whether a write may have been executed in spite of it.
import type { ObjectName, Resource } from '../resource.ts';

/** An action ("list", "update the status of", …) and its object. */
export interface ApiRequestName {
  readonly action: string;
  readonly resource: Resource;
  readonly object: Partial<ObjectName>;
}

/** The details of a failure. `code`: the HTTP status; undefined: no response. */
export interface ApiFailure {
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
  readonly outcomeUnknown?: boolean;
  readonly cause?: unknown;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly request: ApiRequestName;
  /** The HTTP status; undefined: no response. */
  readonly code: number | undefined;
  /** The reason of the server's Status object: "Conflict", "NotFound", … */
  readonly reason: string | undefined;
  /** From the header Retry-After. */
  readonly retryAfterMs: number | undefined;
  /** A write that the server may have executed in spite of the error. */
  readonly outcomeUnknown: boolean;

  constructor(request: ApiRequestName, failure: ApiFailure) {
    super(`Cannot ${request.action} ${describe(request)}: ${explain(failure)}`, { cause: failure.cause });
    this.request = request;
    this.code = failure.code;
    this.reason = failure.reason;
    this.retryAfterMs = failure.retryAfterMs;
    this.outcomeUnknown = failure.outcomeUnknown ?? false;
  }
}

function describe({ resource, object: { namespace = '', name = '' } }: ApiRequestName): string {
  if (name !== '') return `${resource.kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
  return namespace === '' ? resource.plural : `${resource.plural} in namespace ${namespace}`;
}

function explain({ code, reason, message }: ApiFailure): string {
  if (code === undefined) return message;
  return reason === undefined ? `HTTP ${code}: ${message}` : `${reason} (${code}): ${message}`;
}

export function isNotFound(error: unknown): boolean {
  return hasCode(error, 404);
}

/** Another client wrote the object since it was read. False for AlreadyExists, which has the status 409, too. */
export function isConflict(error: unknown): boolean {
  return hasCode(error, 409) && !isAlreadyExists(error);
}

export function isAlreadyExists(error: unknown): boolean {
  return hasCode(error, 409) && error.reason === 'AlreadyExists';
}

export function isInvalid(error: unknown): boolean {
  return hasCode(error, 422);
}

export function isForbidden(error: unknown): boolean {
  return hasCode(error, 403);
}

/** A write that the server may have executed in spite of the error. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.outcomeUnknown;
}

/** The wait that the server asks for; undefined: none. */
export function retryAfterMs(error: unknown): number | undefined {
  return error instanceof ApiError ? error.retryAfterMs : undefined;
}

function hasCode(error: unknown, code: number): error is ApiError {
  return error instanceof ApiError && error.code === code;
}
