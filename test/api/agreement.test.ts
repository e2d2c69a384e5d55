// The operator judges an object as the API server does: by the same examples that e2e/crd.test.ts uses.
import { describe, expect, test } from '@jest/globals';
import { commandExamples } from '../../e2e/crd/examples/commands.ts';
import type { Example } from '../../e2e/crd/examples/example.ts';
import { sample } from '../../e2e/crd/examples/objects.ts';
import { policyExamples } from '../../e2e/crd/examples/policies.ts';
import { selectorExamples } from '../../e2e/crd/examples/selector.ts';
import { serviceExamples } from '../../e2e/crd/examples/service.ts';
import { statusExamples } from '../../e2e/crd/examples/status.ts';
import { withValue } from '../../e2e/crd/place.ts';
import { parseActiveStandbyService, type ParseResult } from '../../src/api/validate.ts';
import { asvcObject } from '../support/objects/asvcs.ts';

const { metadata } = asvcObject();

function parsed(place: string, value: unknown): ParseResult {
  return parseActiveStandbyService(withValue({ ...sample('orders'), metadata }, place, value));
}

function titled(examples: readonly Example[]): [string, Example][] {
  return examples.map((one) => [`${one.path || 'the object'}: ${one.rule}`, one]);
}

/** `status.term` of `status.term.x[0]`. */
function topField(place: string): string {
  return place.split(/[.[]/).slice(0, 2).join('.');
}

const specExamples = [...selectorExamples, ...serviceExamples, ...policyExamples, ...commandExamples];
const termExamples = statusExamples.filter(({ path }) =>
  ['status', 'status.term', 'status.termHolderUID'].includes(path),
);
/** A duplicate condition does no harm: the next status replaces both. */
const otherExamples = statusExamples.filter(
  (one) => !termExamples.includes(one) && !(one.path === 'status.conditions' && one.rule === 'list of unique items'),
);

describe('the operator agrees with the API server', () => {
  test.each(titled([...specExamples, ...termExamples]))('%s', (_, { at, good, bad }) => {
    expect(parsed(at, good).valid).toBe(true);
    expect(parsed(at, bad).valid).toBe(false);
  });
});

describe('the operator leaves out what the API server would refuse', () => {
  test.each(titled(otherExamples))('%s', (_, { at, good, bad }) => {
    expect(parsed(at, good)).toHaveProperty(`value.${topField(at)}`);
    expect(parsed(at, bad)).toMatchObject({ valid: true });
    expect(parsed(at, bad)).not.toHaveProperty(`value.${topField(at)}`);
  });
});
