import { describe, expect, it } from '@jest/globals';
import { ApiError, isConflict } from '../../src/kube/api/apiError.ts';
import type { Resource } from '../../src/kube/resource.ts';
import { settle } from '../support/clocks/fakeClock.ts';
import { ApiModel } from '../support/model/apiModel.ts';
import { ModelClient } from '../support/model/client.ts';
import { crash, cutOff, delay, nth, refuse } from '../support/model/fault.ts';

const slices: Resource = { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', kind: 'EndpointSlice' };
const name = { namespace: 'shop', name: 'a' };
const any = (): boolean => true;

function setUp(): { model: ApiModel; client: ModelClient } {
  const model = new ApiModel();
  return { model, client: new ModelClient(model) };
}

describe('a request with a fault', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('has an unknown outcome when the connection breaks %s it is executed', async (moment, stored) => {
    const { model, client } = setUp();
    client.inject(cutOff(moment, any));
    const error: unknown = await client.create(slices, { metadata: name }).catch((cause: unknown) => cause);
    expect(error instanceof ApiError && error.outcomeUnknown).toBe(true);
    expect(model.list(slices)).toHaveLength(stored);
  });

  it('can be the n-th of its kind only', async () => {
    const { client } = setUp();
    client.inject(
      refuse(
        500,
        nth(2, ({ verb }) => verb === 'create'),
      ),
    );
    const create = (): Promise<unknown> => client.create(slices, { metadata: name });
    await create();
    await client.delete(slices, name, {});
    await expect(create()).rejects.toThrow('500');
    await create();
  });

  it('is refused until the fault is removed', async () => {
    const { client } = setUp();
    const stop = client.inject(refuse(503, any));
    await expect(client.list(slices, {})).rejects.toThrow('503');
    stop();
    expect(await client.list(slices, {})).toEqual([]);
  });

  it('can arrive after a later one', async () => {
    const { model, client } = setUp();
    const made = model.create(slices, { metadata: name });
    const late = Promise.withResolvers<void>();
    client.inject(delay(late.promise, any));
    const answer = client.update(slices, { ...made, endpoints: [] }).catch((error: unknown) => error);
    await settle();
    model.update(slices, { ...made, metadata: { ...made.metadata, labels: { b: 'c' } } });
    late.resolve();
    expect(isConflict(await answer)).toBe(true);
  });

  it('never ends when the process dies with it', async () => {
    const { model, client } = setUp();
    client.inject(crash('after', any));
    let ended = false;
    void client.create(slices, { metadata: name }).finally(() => (ended = true));
    await settle();
    expect([ended, model.list(slices).length]).toEqual([false, 1]);
  });
});

describe('the requests of a client', () => {
  it('are recorded, and writes separately', async () => {
    const { client } = setUp();
    await client.list(slices, { namespace: 'shop' });
    await client.create(slices, { metadata: name });
    expect(client.requests.map(({ verb, key }) => `${verb} ${key}`)).toEqual(['list shop', 'create shop/a']);
    expect(client.writes.map(({ verb }) => verb)).toEqual(['create']);
  });
});
