// The status subresource.
import { expect, it } from '@jest/globals';
import { isConflict, isInvalid } from '../../../../src/kube/api/apiError.ts';
import { asvc, asvcs, refusal, type ApiUnderTest } from './objects.ts';

export function describeStatus(connect: () => ApiUnderTest): void {
  it('accepts a status only through the subresource', async () => {
    const { client, namespace } = connect();
    const made = await client.create(asvcs, { ...asvc(namespace), status: { phase: 'Active' } });
    expect(made.status).toBeUndefined();
    const reported = await client.updateStatus(asvcs, { ...made, spec: {}, status: { phase: 'Active' } });
    expect([reported.status, reported.spec]).toEqual([{ phase: 'Active' }, made.spec]);
    const updated = await client.update(asvcs, { ...reported, status: { phase: 'Vacant' } });
    expect(updated).toEqual(reported);
  });

  it('counts generations of a custom object by its spec', async () => {
    const { client, namespace } = connect();
    const made = await client.create(asvcs, asvc(namespace));
    const reported = await client.updateStatus(asvcs, { ...made, status: { phase: 'Active' } });
    const changed = await client.update(asvcs, { ...reported, spec: { ...made.spec, paused: true } });
    expect([made, reported, changed].map(({ metadata }) => metadata?.generation)).toEqual([1, 1, 2]);
  });

  it('refuses a status with an old resourceVersion', async () => {
    const { client, namespace } = connect();
    const made = await client.create(asvcs, asvc(namespace));
    await client.updateStatus(asvcs, { ...made, status: { phase: 'Active' } });
    expect(isConflict(await refusal(client.updateStatus(asvcs, { ...made, status: { phase: 'Vacant' } })))).toBe(true);
  });

  it.each([
    ['a lower term', { term: 6, termHolderUID: 'uid-b' }],
    ['another pod for the same term', { term: 7, termHolderUID: 'uid-b' }],
    ['no term', {}],
  ])('refuses %s', async (_, status) => {
    const { client, namespace } = connect();
    const made = await client.create(asvcs, asvc(namespace));
    const held = await client.updateStatus(asvcs, { ...made, status: { term: 7, termHolderUID: 'uid-a' } });
    expect(isInvalid(await refusal(client.updateStatus(asvcs, { ...held, status })))).toBe(true);
  });
}

export function describeBareStatus(connect: () => ApiUnderTest): void {
  it('leaves all other fields unchanged, which a status update may omit', async () => {
    const { client, namespace } = connect();
    const own = asvc(namespace);
    const more = { labels: { team: 'x' }, annotations: { note: 'y' } };
    const made = await client.create(asvcs, { ...own, metadata: { ...own.metadata, ...more } });
    const { name = '', uid = '', resourceVersion = '' } = made.metadata ?? {};
    const bare = { metadata: { namespace, name, uid, resourceVersion }, status: { phase: 'Active' } };
    const reported = await client.updateStatus(asvcs, bare);
    expect(reported).toMatchObject({ spec: made.spec, metadata: { ...more, uid, generation: 1 } });
  });
}
