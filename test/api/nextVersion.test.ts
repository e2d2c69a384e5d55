// The next version of an object with a known spec is parsed as any other, only faster.
import { describe, expect, it } from '@jest/globals';
import { parseActiveStandbyService, parseNextVersion } from '../../src/api/validate.ts';
import { asvc, asvcObject } from '../support/objects/asvcs.ts';

const known = asvc();
const { spec, metadata } = known;
const reported = { term: 1, termHolderUID: 'a-uid', phase: 'Active' };
const next = (change: object) => ({ ...asvcObject(), spec, metadata, ...change });

describe('the next version of an object', () => {
  it.each<[string, object]>([
    ['with another status', { status: reported }],
    ['without a status', {}],
    ['with an unreadable status field', { status: { ...reported, phase: 7, history: [{ term: 'x' }] } }],
    ['with a null in the status', { status: { ...reported, active: { podName: 'a', podUID: 'u', podIPs: null } } }],
    ['with null as status', { status: null }],
    ['with an unreadable term', { status: { ...reported, term: 'x' } }],
    ['with a term without its holder', { status: { term: 1 } }],
    ['without a UID', { metadata: { ...metadata, uid: undefined } }],
    ['with a null in the metadata', { metadata: { ...metadata, deletionTimestamp: null } }],
    ['with another spec', { spec: { ...spec, paused: true } }],
    ['with another spec that lacks defaults', { spec: asvcObject('orders', { paused: true }).spec }],
    ['with an invalid spec', { spec: { ...spec, selector: {} } }],
    ['without a spec', { spec: undefined }],
    ['that is no object', []],
  ])('is parsed as if the earlier one were unknown: %s', (_, change) => {
    const object = Array.isArray(change) ? change : next(change);
    expect(parseNextVersion(object, known)).toEqual(parseActiveStandbyService(object));
  });

  it('shares the spec of the earlier one when it is the same', () => {
    const copy = structuredClone(next({ status: reported }));
    expect(parseNextVersion(copy, known)).toMatchObject({ valid: true, value: { status: reported } });
    const parsed = parseNextVersion(copy, known);
    expect(parsed.valid && parsed.value.spec).toBe(spec);
  });
});
