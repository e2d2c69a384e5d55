// Updates, concurrent ones included.
import { expect, it } from '@jest/globals';
import { isConflict, isInvalid } from '../../../../src/kube/api/apiError.ts';
import { asvc, asvcs, refusal, slice, slices, type ApiUnderTest } from './objects.ts';

export function describeUpdates(connect: () => ApiUnderTest): void {
  it('accepts only one of two updates of the same version', async () => {
    const { client, namespace } = connect();
    const made = await client.create(slices, slice(namespace));
    await client.update(slices, { ...made, endpoints: [] });
    expect(isConflict(await refusal(client.update(slices, { ...made, endpoints: [] })))).toBe(true);
  });

  it('refuses an update with the UID of another object of that name', async () => {
    const { client, namespace } = connect();
    const made = await client.create(slices, slice(namespace));
    const { resourceVersion: _, ...metadata } = { ...made.metadata, uid: '00000000-0000-0000-0000-000000000000' };
    expect(isConflict(await refusal(client.update(slices, { ...made, metadata })))).toBe(true);
  });

  it('raises the resourceVersion only when something changes', async () => {
    const { client, namespace } = connect();
    const made = await client.create(slices, slice(namespace));
    const same = await client.update(slices, made);
    expect(same.metadata?.resourceVersion).toBe(made.metadata?.resourceVersion);
    const next = await client.update(slices, { ...made, endpoints: [] });
    expect(Number(next.metadata?.resourceVersion)).toBeGreaterThan(Number(made.metadata?.resourceVersion));
  });
}

export function describeVersions(connect: () => ApiUnderTest): void {
  it('counts generations of a slice by its content and labels, not by its annotations', async () => {
    const { client, namespace } = connect();
    const made = await client.create(slices, slice(namespace));
    const annotated = await client.update(slices, { ...made, metadata: { ...made.metadata, annotations: { a: 'b' } } });
    const emptied = await client.update(slices, { ...annotated, endpoints: [] });
    const labelled = await client.update(slices, { ...emptied, metadata: { ...emptied.metadata, labels: { c: 'd' } } });
    const generations = [made, annotated, emptied, labelled].map(({ metadata }) => metadata?.generation);
    expect(generations).toEqual([1, 1, 2, 3]);
  });

  it('requires the resourceVersion of a custom object, but not of others', async () => {
    const { client, namespace } = connect();
    const custom = asvc(namespace);
    await client.create(asvcs, custom);
    expect(isInvalid(await refusal(client.update(asvcs, custom)))).toBe(true);
    const builtIn = slice(namespace);
    await client.create(slices, builtIn);
    expect((await client.update(slices, { ...builtIn, endpoints: [] })).metadata?.generation).toBe(2);
  });
}
