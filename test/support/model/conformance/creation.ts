// Creation, and requests for missing objects.
import { expect, it } from '@jest/globals';
import { isAlreadyExists, isConflict, isNotFound } from '../../../../src/kube/api/apiError.ts';
import { nameOf, refusal, slice, slices, type ApiUnderTest } from './objects.ts';

export function describeCreation(connect: () => ApiUnderTest): void {
  it('gives a new object a uid, a version and a time in whole seconds', async () => {
    const { client, namespace } = connect();
    const { metadata, apiVersion, kind } = await client.create(slices, slice(namespace));
    expect({ apiVersion, kind }).toEqual({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' });
    expect(metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(metadata?.resourceVersion).toMatch(/^[0-9]+$/);
    expect(metadata?.creationTimestamp).toMatch(/:\d\dZ$/);
  });

  it('refuses to create what exists', async () => {
    const { client, namespace } = connect();
    const made = slice(namespace);
    await client.create(slices, made);
    const error = await refusal(client.create(slices, made));
    expect([isAlreadyExists(error), isConflict(error)]).toEqual([true, false]);
  });

  it('does not find what does not exist', async () => {
    const { client, namespace } = connect();
    expect(isNotFound(await refusal(client.get(slices, { namespace, name: 'absent' })))).toBe(true);
    expect(isNotFound(await refusal(client.update(slices, slice(namespace))))).toBe(true);
    expect(isNotFound(await refusal(client.delete(slices, { namespace, name: 'absent' }, {})))).toBe(true);
  });

  it('does not recreate a deleted object by an update', async () => {
    const { client, namespace } = connect();
    const made = await client.create(slices, slice(namespace));
    await client.delete(slices, nameOf(made), {});
    expect(isNotFound(await refusal(client.update(slices, made)))).toBe(true);
  });

  it('lists by namespace, label and name', async () => {
    const { client, namespace } = connect();
    const made = await client.create(slices, slice(namespace, { color: 'teal', app: 'x' }));
    await client.create(slices, slice(namespace, { color: 'red', app: 'x' }));
    const found = await client.list(slices, { namespace, labelSelector: 'color=teal,app=x' });
    expect(found).toEqual([made]);
    const fieldSelector = `metadata.name=${nameOf(made).name}`;
    expect(await client.list(slices, { namespace, fieldSelector })).toEqual([made]);
  });
}
