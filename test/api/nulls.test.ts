// How the operator reads fields that templates leave null.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { optionalPlaces } from '../../e2e/crd/optionalPlaces.ts';
import { fullSpec, sample } from '../../e2e/crd/examples/objects.ts';
import { withValue } from '../../e2e/crd/place.ts';
import { crdSchemaOf } from '../../scripts/generate/crdSchema.ts';
import { parseActiveStandbyService } from '../../src/api/validate.ts';
import { asvcObject } from '../support/objects/asvcs.ts';

const schema = crdSchemaOf(readFileSync('crds/activestandbyservice.yaml', 'utf8'));

const whole = { ...asvcObject(), ...sample('orders'), metadata: asvcObject().metadata };

function parsed(place: string, value: unknown) {
  return parseActiveStandbyService(withValue(whole, place, value));
}

describe('a null counts as a missing field', () => {
  test.each(optionalPlaces(schema, whole))('at %s', (place) => {
    expect(parsed(place, null)).toEqual(parsed(place, undefined));
  });

  test('everywhere at once', () => {
    const { selector, service } = fullSpec;
    const spec = { selector, service, election: null, failover: { delay: null }, switchover: null, fencedPods: null };
    const result = parseActiveStandbyService({ ...whole, spec, status: null });
    expect(result).toMatchObject({ valid: true, value: { spec: { failover: { delay: '0s' } } } });
    expect(result).not.toHaveProperty('value.status');
    expect(result).not.toHaveProperty('value.spec.fencedPods');
  });
});

describe('a null is refused', () => {
  test.each([
    ['spec.fencedPods[0]', 'spec.fencedPods[0]', 'must be of type string'],
    ['spec.service.ports[0]', 'spec.service.ports[0]', 'must be of type object'],
    ['spec.selector.matchExpressions[0].values[0]', 'spec.selector.matchExpressions[0].values[0]', 'of type string'],
    // Without that label the selector would match too many pods.
    ['spec.selector.matchLabels.app', 'spec.selector.matchLabels.app', 'must be of type string'],
    ['spec.selector', 'spec.selector', 'must be of type object'],
  ])('at %s', (place, path, message) => {
    const problem = expect.objectContaining({ path, message: expect.stringContaining(message) });
    expect(parsed(place, null)).toMatchObject({ valid: false, problems: expect.arrayContaining([problem]) });
  });
});
