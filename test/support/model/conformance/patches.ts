// Server-side apply and JSON patch.
import { expect, it } from '@jest/globals';
import { isConflict, isInvalid } from '../../../../src/kube/api/apiError.ts';
import { type AnyObject, nameOf, refusal, service, services, type ApiUnderTest } from './objects.ts';

const ours = { fieldManager: 'tester', force: true };

export function describeApply(connect: () => ApiUnderTest): void {
  it('apply creates a missing object, and changes nothing when nothing differs', async () => {
    const { client, namespace } = connect();
    const wanted = service(namespace);
    const made = await client.apply<AnyObject>(services, wanted, ours);
    const again = await client.apply<AnyObject>(services, wanted, ours);
    expect(again.metadata?.resourceVersion).toBe(made.metadata?.resourceVersion);
  });

  it('apply removes fields that were applied before, and keeps those of other managers', async () => {
    const { client, namespace } = connect();
    const wanted = {
      ...service(namespace),
      spec: {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81 },
        ],
      },
    };
    await client.apply(services, wanted, ours);
    const fewer = { ...wanted, spec: { ports: [{ name: 'a', port: 80 }] } };
    const path = '/metadata/labels';
    await client.jsonPatch(services, nameOf(wanted), [{ op: 'add', path, value: { theirs: 'yes' } }]);
    const changed = await client.apply<AnyObject>(services, fewer, ours);
    expect(changed.spec?.['ports']).toEqual([{ name: 'a', port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(changed.metadata?.labels).toEqual({ theirs: 'yes' });
  });

  it('apply with the UID of a missing or deleted object is refused', async () => {
    const { client, namespace } = connect();
    const uid = '00000000-0000-0000-0000-000000000000';
    const wanted = service(namespace);
    const another = { ...wanted, metadata: { ...wanted.metadata, uid } };
    expect(isConflict(await refusal(client.apply(services, another, ours)))).toBe(true);
    const made = await client.create<AnyObject>(services, wanted);
    expect(isInvalid(await refusal(client.apply(services, another, ours)))).toBe(true);
    const same = { ...wanted, metadata: { ...wanted.metadata, uid: made.metadata?.uid ?? '' } };
    await client.apply(services, same, ours);
  });
}

export function describeJsonPatch(connect: () => ApiUnderTest): void {
  it('a JSON patch is applied when its tests pass, and refused when a test fails or a path is missing', async () => {
    const { client, namespace } = connect();
    const made = await client.create(services, {
      ...service(namespace),
      spec: { ports: [{ port: 80 }], selector: { a: 'b' } },
    });
    const test = { op: 'test', path: '/metadata/resourceVersion', value: made.metadata?.resourceVersion } as const;
    const remove = { op: 'remove', path: '/spec/selector' } as const;
    const patched = await client.jsonPatch<AnyObject>(services, nameOf(made), [test, remove]);
    expect(patched.spec?.['selector']).toBeUndefined();
    expect(isInvalid(await refusal(client.jsonPatch(services, nameOf(made), [test])))).toBe(true);
    expect(isInvalid(await refusal(client.jsonPatch(services, nameOf(made), [remove])))).toBe(true);
  });
}
