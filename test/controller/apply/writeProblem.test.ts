// The reason and message of a failed write.
import { describe, expect, test } from '@jest/globals';
import { writeProblem, type WritePart } from '../../../src/controller/apply/writeProblem.ts';
import { pods } from '../../../src/controller/cache/resources.ts';
import { ApiError } from '../../../src/kube/api/apiError.ts';

const object = { namespace: 'shop', name: 'a' };

function refusal(code: number | undefined, reason?: string): ApiError {
  return new ApiError({ action: 'write', resource: pods, object }, { code, reason, message: 'no' });
}

const unhelpful = [400, 429, 500, 503, undefined];
const forPeople = [403, 404, 422];

describe('the reason', () => {
  test.each<[WritePart, string, string]>([
    ['slice', 'EndpointSliceNotWritten', 'EndpointSliceRejected'],
    ['service', 'ServiceNotWritten', 'ServiceRejected'],
    ['demotion', 'PodNotDeleted', 'PodDeletionRejected'],
    ['leftovers', 'LeftoversNotRemoved', 'LeftoversNotRemoved'],
  ])('of %s is that of its part, whatever the code', (part, failed, refused) => {
    const reasonOf = (code: number | undefined) => writeProblem({ part, error: refusal(code) }, 1)?.reason;
    expect(new Set(unhelpful.map(reasonOf))).toEqual(new Set([failed]));
    expect(new Set(forPeople.map(reasonOf))).toEqual(new Set([refused]));
  });

  test.each(['Conflict', 'AlreadyExists'])(
    'of a first %s is none: the object is reconciled again at once',
    (reason) => {
      const failure = { part: 'slice', error: refusal(409, reason) } as const;
      expect(writeProblem(failure, 1)).toBeUndefined();
      expect(writeProblem(failure, 2)?.reason).toBe('EndpointSliceNotWritten');
    },
  );

  test('of an error that is not of the API has its message', () => {
    expect(writeProblem({ part: 'service', error: 'a\nb' }, 1)).toMatchObject({ message: 'a b', blocking: false });
  });
});
