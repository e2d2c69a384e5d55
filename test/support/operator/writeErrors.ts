// How the write of a slice fails on the model: refused, or executed without an answer.
import { endpointSlices } from '../../../src/controller/cache/resources.ts';
import type { EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import { ApiError } from '../../../src/kube/api/apiError.ts';

export function refused({ metadata }: EndpointSlice): ApiError {
  return new ApiError(
    { action: 'write', resource: endpointSlices, object: { ...metadata } },
    { code: 403, message: 'no' },
  );
}

export function responseLost({ metadata }: EndpointSlice): ApiError {
  const failure = { message: 'the connection was closed', outcomeUnknown: true };
  return new ApiError({ action: 'write', resource: endpointSlices, object: { ...metadata } }, failure);
}
