// Deletions and their preconditions.
import { expect, it } from '@jest/globals';
import { isConflict, isNotFound } from '../../../../src/kube/api/apiError.ts';
import { nameOf, pod, pods, refusal, slice, slices, type ApiUnderTest } from './objects.ts';

export function describeDeletion(connect: () => ApiUnderTest): void {
  it.each([
    ['another uid', { uid: '00000000-0000-0000-0000-000000000000' }],
    ['another version', { resourceVersion: '1' }],
  ])('refuses to delete an object with %s', async (_, preconditions) => {
    const { client, namespace } = connect();
    const made = await client.create(slices, slice(namespace));
    expect(isConflict(await refusal(client.delete(slices, nameOf(made), preconditions)))).toBe(true);
    await client.get(slices, nameOf(made));
  });

  it('deletes an object that meets the preconditions', async () => {
    const { client, namespace } = connect();
    const { metadata } = await client.create(slices, slice(namespace));
    const { uid = '', resourceVersion = '' } = metadata ?? {};
    await client.delete(slices, { namespace, name: metadata?.name ?? '' }, { uid, resourceVersion });
    expect(isNotFound(await refusal(client.get(slices, { namespace, name: metadata?.name ?? '' })))).toBe(true);
  });

  it('lets a pod on a node terminate, and drops one without a node at once', async () => {
    const { client, namespace } = connect();
    const placed = await client.create(pods, pod(namespace, 'some-node'));
    const unplaced = await client.create(pods, pod(namespace));
    for (const made of [placed, unplaced]) await client.delete(pods, nameOf(made), {});
    const terminating = await client.get(pods, nameOf(placed));
    expect(terminating.metadata?.deletionTimestamp).toMatch(/:\d\dZ$/);
    expect(isNotFound(await refusal(client.get(pods, nameOf(unplaced))))).toBe(true);
  });
}
