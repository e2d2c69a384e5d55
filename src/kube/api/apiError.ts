// Why did a request fail, and may it have been executed all the same?
// Every failed request is an ApiError that names the action, the object and the server's own words.
import type { ObjectName, Resource } from '../resource.ts';

/** What was asked for: "list", "update status of", … and of what. */
export interface ApiRequestName {
  readonly action: string;
  readonly resource: Resource;
  readonly object: Partial<ObjectName>;
}

/** What is known of a failure; the code is the HTTP status, absent when there was no answer. */
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
  /** The HTTP status; undefined: there was no answer. */
  readonly code: number | undefined;
  /** The reason of the server's Status object: "Conflict", "NotFound", … */
  readonly reason: string | undefined;
  /** How long the server asks us to wait before the next try. */
  readonly retryAfterMs: number | undefined;
  /** The request was a write, and the server may have executed it in spite of the error. */
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

/** Somebody else wrote the object since it was read. AlreadyExists, which shares the status 409, is not meant. */
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

/** It was a write, and the server may have executed it in spite of the error. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.outcomeUnknown;
}

/** How long the server asks to be left alone with it; undefined when it does not. */
export function retryAfterMs(error: unknown): number | undefined {
  return error instanceof ApiError ? error.retryAfterMs : undefined;
}

function hasCode(error: unknown, code: number): error is ApiError {
  return error instanceof ApiError && error.code === code;
}
