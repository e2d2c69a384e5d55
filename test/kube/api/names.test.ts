import { describe, expect, it } from '@jest/globals';
import {
  ApiError,
  isAlreadyExists,
  isConflict,
  isForbidden,
  isInvalid,
  isNotFound,
} from '../../../src/kube/api/apiError.ts';
import { toMicroTime } from '../../../src/kube/api/microTime.ts';
import { collectionPath, objectPath, withQuery } from '../../../src/kube/api/resourcePath.ts';
import { isNewer } from '../../../src/kube/api/resourceVersion.ts';
import { apiVersionOf, objectKey, parseKey, type Resource } from '../../../src/kube/resource.ts';

const pods: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
const slices: Resource = { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', kind: 'EndpointSlice' };

describe('keys', () => {
  it.each([
    [{ namespace: 'shop', name: 'a' }, 'shop/a'],
    [{ namespace: '', name: 'node' }, '/node'],
  ])('of %j is %s, and parses back', (object, key) => {
    expect(objectKey(object)).toBe(key);
    expect(parseKey(key)).toEqual(object);
  });

  it('treat a missing namespace as none', () => {
    expect(objectKey({ name: 'node' })).toBe('/node');
  });
});

describe('paths', () => {
  it.each([
    [collectionPath(pods), '/api/v1/pods'],
    [collectionPath(slices, 'shop'), '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices'],
    [objectPath(pods, { namespace: 'shop', name: 'a' }), '/api/v1/namespaces/shop/pods/a'],
    [objectPath(pods, { namespace: 'x/../y', name: '..' }), '/api/v1/namespaces/x%2F..%2Fy/pods/..'],
    [withQuery('/a', { b: 'c=d', e: undefined }), '/a?b=c%3Dd'],
    [withQuery('/a', {}), '/a'],
  ])('%s', (path, expected) => {
    expect(path).toBe(expected);
  });

  it('name the version as objects do', () => {
    expect([apiVersionOf(pods), apiVersionOf(slices)]).toEqual(['v1', 'discovery.k8s.io/v1']);
  });
});

describe('versions', () => {
  it.each([
    ['10', '9', true],
    ['9', '10', false],
    ['5', '5', false],
    ['1', '', true],
    ['9007199254740993', '9007199254740992', true],
  ])('%s is newer than %s: %s', (a, b, expected) => {
    expect(isNewer(a, b)).toBe(expected);
  });
});

describe('times', () => {
  it('have six decimals', () => {
    expect(toMicroTime(Date.UTC(2026, 10, 21, 1, 2, 3) + 45.678)).toBe('2026-11-21T01:02:03.045678Z');
    expect(toMicroTime(0)).toBe('1970-01-01T00:00:00.000000Z');
  });
});

describe('errors', () => {
  const request = { action: 'update', resource: slices, object: { namespace: 'shop', name: 'a' } };
  const error = (code: number, reason: string): ApiError =>
    new ApiError(request, { code, reason, message: 'so it is' });

  it.each([
    [isNotFound, 404, 'NotFound'],
    [isConflict, 409, 'Conflict'],
    [isAlreadyExists, 409, 'AlreadyExists'],
    [isInvalid, 422, 'Invalid'],
    [isForbidden, 403, 'Forbidden'],
  ])('are recognised by %p', (predicate, code, reason) => {
    expect(predicate(error(code, reason))).toBe(true);
    expect(predicate(error(500, 'InternalError'))).toBe(false);
    expect(predicate(new Error('Conflict'))).toBe(false);
  });

  it('of the same status are distinguished by their reason', () => {
    expect(isConflict(error(409, 'AlreadyExists'))).toBe(false);
    expect(isAlreadyExists(error(409, 'Conflict'))).toBe(false);
  });

  it('name a kind when there is no object', () => {
    const listing = { action: 'list', resource: pods, object: { namespace: '' } };
    expect(new ApiError(listing, { message: 'socket hang up' }).message).toBe('Cannot list pods: socket hang up');
  });
});
