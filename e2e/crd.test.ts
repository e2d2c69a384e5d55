// Every rule and bound of the CRD on a real API server: valid objects are accepted, invalid ones are refused with a
// message that says what to do; and no rule is without an example.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crdSchemaOf } from '../scripts/generate/crdSchema.ts';
import { RefusedError } from './cluster/api.ts';
import { installCrds } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { boundsOf, type Bound } from './crd/bounds.ts';
import { commandExamples } from './crd/examples/commands.ts';
import type { Example } from './crd/examples/example.ts';
import { policyExamples } from './crd/examples/policies.ts';
import { sample, type Sample } from './crd/examples/objects.ts';
import { selectorExamples } from './crd/examples/selector.ts';
import { serviceExamples } from './crd/examples/service.ts';
import { statusExamples } from './crd/examples/status.ts';
import { updateExamples } from './crd/examples/updates.ts';
import { withValue } from './crd/place.ts';

const crd = readFileSync('crds/activestandbyservice.yaml', 'utf8');
const bounds = boundsOf(crdSchemaOf(crd));
const specExamples = [...selectorExamples, ...serviceExamples, ...policyExamples, ...commandExamples];
const collection = '/apis/activestandby.dev/v1alpha1/namespaces/default/activestandbyservices';

function boundOf({ path, rule }: Example): Bound | undefined {
  return bounds.find((bound) => bound.path === path && bound.rule.startsWith(rule));
}

function titled(examples: readonly Example[]): [string, Example][] {
  return examples.map((one) => [`${one.path || 'the object'}: ${one.rule}`, one]);
}

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
  await installCrds(plane);
}, 60_000);

afterAll(async () => {
  await plane.stop();
});

async function createOnTrial(object: Sample): Promise<unknown> {
  return plane.api.request('POST', `${collection}?dryRun=All`, { body: object });
}

/** Updates a stored object; its status through the subresource, as the operator does. */
async function updateOnTrial(object: Sample, place: string): Promise<unknown> {
  const { metadata } = await plane.api.request<Sample>('GET', `${collection}/stored`);
  const subresource = place.startsWith('status') ? '/status' : '';
  const body = { ...object, metadata };
  return plane.api.request('PUT', `${collection}/stored${subresource}?dryRun=All`, { body });
}

async function store(object: Sample): Promise<void> {
  await plane.api.request('DELETE', `${collection}/stored`).catch((error: unknown) => {
    if (!(error instanceof RefusedError && error.status === 404)) throw error;
  });
  const { metadata } = await plane.api.request<Sample>('POST', collection, { body: object });
  if (object.status === undefined) return;
  await plane.api.request('PUT', `${collection}/stored/status`, { body: { ...object, metadata } });
}

async function expectRefused(attempt: Promise<unknown>, { says }: Bound): Promise<void> {
  await expect(attempt).rejects.toThrow(RefusedError);
  await expect(attempt).rejects.toThrow(says);
}

describe('the examples and the CRD', () => {
  const all = [...specExamples, ...statusExamples, ...updateExamples];

  test.each(bounds.map((bound): [string, Bound] => [`${bound.path}: ${bound.rule}`, bound]))('%s', (_, bound) => {
    expect(all.some((one) => boundOf(one) === bound)).toBe(true);
  });

  test('have no example for a missing rule', () => {
    expect(all.filter((one) => boundOf(one) === undefined)).toEqual([]);
  });
});

describe('a new object', () => {
  test.each(titled(specExamples))('%s', async (_, one) => {
    await createOnTrial(withValue(sample('new'), one.at, one.good));
    await expectRefused(createOnTrial(withValue(sample('new'), one.at, one.bad)), found(one));
  });
});

describe('a status', () => {
  beforeAll(async () => {
    const { status: _, ...object } = sample('stored');
    await store(object);
  });

  test.each(titled(statusExamples))('%s', async (_, one) => {
    await updateOnTrial(withValue(sample('stored'), one.at, one.good), one.at);
    await expectRefused(updateOnTrial(withValue(sample('stored'), one.at, one.bad), one.at), found(one));
  });

  test('may start with any term, as after an adoption', async () => {
    const attempt = updateOnTrial(withValue(sample('stored'), 'status.term', 123_456_789), 'status');
    await expect(attempt).resolves.toMatchObject({ status: { term: 123_456_789 } });
  });
});

describe('an update', () => {
  test.each(titled(updateExamples))('%s', async (_, one) => {
    await store(withValue(sample('stored'), one.at, one.stored?.value));
    await updateOnTrial(withValue(sample('stored'), one.at, one.good), one.at);
    await expectRefused(updateOnTrial(withValue(sample('stored'), one.at, one.bad), one.at), found(one));
  });
});

function found(one: Example): Bound {
  const bound = boundOf(one);
  if (bound === undefined) throw new Error(`The CRD has no rule "${one.rule}" at ${one.path}`);
  return bound;
}

describe('kubectl', () => {
  beforeAll(async () => {
    await store(sample('stored'));
  });

  test('shows the active pod, its term and the reason', async () => {
    const [header = '', row = ''] = (await plane.kubectl(['get', 'asvc', '-o', 'wide'])).split('\n');
    expect(header.split(/\s{2,}/)).toEqual([
      'NAME',
      'ACTIVE',
      'TERM',
      'PHASE',
      'READY',
      'CANDIDATES',
      'LAST-TRANSITION',
      'AGE',
      'SERVICE',
      'CAUSE',
      'STANDBYS',
    ]);
    expect(row).toMatch(/^stored +orders-1 +7 +Active +True +1\/2 +\S+ +\S+ +orders +PodNotReady +1$/);
  });

  test('accepts the commands of docs/operating.md', async () => {
    const page = readFileSync('docs/operating.md', 'utf8');
    const patches = [...page.matchAll(/^kubectl patch asvc orders --type=merge -p '([^']+)'/gm)];
    expect(patches.length).toBeGreaterThan(2);
    for (const [, patch = ''] of patches) {
      const args = ['patch', 'asvc', 'stored', '--type=merge', '--dry-run=server', '-p', patch];
      expect(await plane.kubectl(args)).toContain('patched');
    }
  });

  test('explains every field', async () => {
    expect(await plane.kubectl(['explain', 'asvc.spec.failover.noCandidate'])).toContain('withdraws it');
  });
});
