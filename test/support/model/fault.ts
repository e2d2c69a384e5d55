// Faults that a test injects into requests.
import { ApiError } from '../../../src/kube/api/apiError.ts';
import { parseKey } from '../../../src/kube/resource.ts';
import type { ApiModel } from './apiModel.ts';
import type { ModelRequest } from './client.ts';
import type { ModelBody, ModelObject } from './object.ts';

export interface Fault {
  /** Whether the fault applies to this request; called once per request. */
  meets(request: ModelRequest): boolean;
  /** The answer to the request; the fault decides whether to execute it. */
  happen<T>(request: ModelRequest, execute: () => T): Promise<T>;
}

export type RequestFilter = (request: ModelRequest) => boolean;

/** The connection breaks before the request arrives, or after it was executed: the client cannot tell which. */
export function cutOff(moment: 'before' | 'after', filter: RequestFilter): Fault {
  const happen = async <T>(request: ModelRequest, execute: () => T): Promise<T> => {
    if (moment === 'after') execute();
    throw errorFor(request, { message: 'other side closed', outcomeUnknown: true });
  };
  return { meets: filter, happen };
}

/** The server refuses the request. */
export function refuse(code: number, filter: RequestFilter): Fault {
  const happen = async (request: ModelRequest): Promise<never> => {
    throw errorFor(request, { code, reason: 'Refused', message: 'by the test' });
  };
  return { meets: filter, happen };
}

/** The request is executed at once, but answered only after the watch has reported its result. */
export function answerLate(until: () => Promise<unknown>, filter: RequestFilter): Fault {
  const happen = async <T>(_: ModelRequest, execute: () => T): Promise<T> => {
    const answer = execute();
    await until();
    return answer;
  };
  return { meets: filter, happen };
}

/** The request arrives, and is executed, only after the promise. */
export function delay(until: Promise<unknown>, filter: RequestFilter): Fault {
  const happen = async <T>(_: ModelRequest, execute: () => T): Promise<T> => {
    await until;
    return execute();
  };
  return { meets: filter, happen };
}

/** The process dies with the request: it never gets an answer. */
export function crash(moment: 'before' | 'after', filter: RequestFilter): Fault {
  const happen = <T>(_: ModelRequest, execute: () => T): Promise<T> => {
    if (moment === 'after') execute();
    return new Promise(() => undefined);
  };
  return { meets: filter, happen };
}

/** Applies only to the n-th request that the filter matches, counted from 1. */
export function nth(n: number, filter: RequestFilter): RequestFilter {
  let seen = 0;
  return (request) => filter(request) && ++seen === n;
}

function errorFor({ verb, resource, key }: ModelRequest, failure: ConstructorParameters<typeof ApiError>[1]): ApiError {
  return new ApiError({ action: verb, resource, object: parseKey(key) }, failure);
}

/** Like a mutating admission policy: the object is stored, and answered, with a change. */
export function meddle(model: ApiModel, filter: RequestFilter, change: (object: ModelObject) => ModelBody): Fault {
  const happen = async <T>({ resource, key }: ModelRequest, execute: () => T): Promise<T> => {
    execute();
    const meddled = model.put(resource, change(model.get(resource, parseKey(key))));
    // As with the real server, the caller states the type of the answer.
    const answer: T = JSON.parse(JSON.stringify(meddled));
    return answer;
  };
  return { meets: filter, happen };
}
