// The errors with which the API model refuses requests.
import { ApiError, type ApiRequestName } from '../../../src/kube/api/apiError.ts';

export function notFound(request: ApiRequestName): ApiError {
  const { plural } = request.resource;
  return new ApiError(request, {
    code: 404,
    reason: 'NotFound',
    message: `${plural} "${request.object.name}" not found`,
  });
}

export function alreadyExists(request: ApiRequestName): ApiError {
  const message = `${request.resource.plural} "${request.object.name}" already exists`;
  return new ApiError(request, { code: 409, reason: 'AlreadyExists', message });
}

export function conflict(request: ApiRequestName, message = 'the object has been modified'): ApiError {
  return new ApiError(request, { code: 409, reason: 'Conflict', message });
}

export function invalid(request: ApiRequestName, message: string): ApiError {
  return new ApiError(request, { code: 422, reason: 'Invalid', message });
}
