// The operator judges an object as the API server does: by the same examples that e2e/crd.test.ts tries there.
import { describe, expect, test } from '@jest/globals';
import type { Example } from '../../e2e/crd/examples/example.ts';
import { sample } from '../../e2e/crd/examples/objects.ts';
import { policyExamples } from '../../e2e/crd/examples/policies.ts';
import { selectorExamples } from '../../e2e/crd/examples/selector.ts';
import { serviceExamples } from '../../e2e/crd/examples/service.ts';
import { statusExamples } from '../../e2e/crd/examples/status.ts';
import { withValue } from '../../e2e/crd/place.ts';
import { parseActiveStandbyService } from '../../src/api/validate.ts';

const metadata = {
  name: 'orders',
  namespace: 'shop',
  uid: '5b7b',
  resourceVersion: '7',
  generation: 1,
  creationTimestamp: '2026-11-21T00:00:00Z',
};

function isValid(place: string, value: unknown): boolean {
  return parseActiveStandbyService(withValue({ ...sample('orders'), metadata }, place, value)).valid;
}

/** A condition that is there twice harms nobody, since the next status replaces both. */
const examples = [...selectorExamples, ...serviceExamples, ...policyExamples, ...statusExamples].filter(
  ({ path, rule }) => !(path === 'status.conditions' && rule === 'list of unique items'),
);

describe('the operator agrees with the API server', () => {
  test.each(examples.map((one): [string, Example] => [`${one.path || 'the object'}: ${one.rule}`, one]))(
    '%s',
    (_, { at, good, bad }) => {
      expect(isValid(at, good)).toBe(true);
      expect(isValid(at, bad)).toBe(false);
    },
  );
});
