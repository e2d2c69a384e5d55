import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/kube/cache/change.ts';
import { Store } from '../../src/kube/cache/store.ts';
import type { Resource } from '../../src/kube/resource.ts';
import { ApiModel } from '../support/model/apiModel.ts';
import { ModelFeed } from '../support/model/feed.ts';
import { collectGarbage } from '../support/model/garbage.ts';
import { toModelObject, type ModelObject } from '../support/model/object.ts';

const slices: Resource = { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', kind: 'EndpointSlice' };
const services: Resource = { group: '', version: 'v1', plural: 'services', kind: 'Service' };
const name = { namespace: 'shop', name: 'a' };

function follow(model: ApiModel): { feed: ModelFeed<ModelObject>; store: Store<ModelObject>; reported: string[] } {
  const store = new Store<ModelObject>();
  const reported: string[] = [];
  const onChange = ({ type, source }: Change<ModelObject>): number => reported.push(`${type} by ${source}`);
  const feed = new ModelFeed(model, { resource: slices, transform: toModelObject, store, onChange });
  return { feed, store, reported };
}

describe('a cache of the model', () => {
  it('lists, then watches', () => {
    const model = new ApiModel();
    const made = model.create(slices, { metadata: name });
    const { store, reported } = follow(model);
    model.update(slices, { ...made, endpoints: [] });
    model.delete(slices, name);
    expect(reported).toEqual(['Added by list', 'Modified by watch', 'Deleted by watch']);
    expect(store.size).toBe(0);
  });

  it('is stale while it is held, and receives the rest event by event', () => {
    const model = new ApiModel();
    const { feed, store, reported } = follow(model);
    feed.hold();
    model.create(slices, { metadata: name });
    model.delete(slices, name);
    expect(store.size).toBe(0);
    feed.release(1);
    expect(store.size).toBe(1);
    feed.release();
    expect(reported).toEqual(['Added by watch', 'Deleted by watch']);
  });

  it('misses the events of a gap, but not the final state', () => {
    const model = new ApiModel();
    model.create(slices, { metadata: name });
    const { feed, reported } = follow(model);
    feed.hold();
    model.delete(slices, name);
    model.create(slices, { metadata: name });
    feed.relist();
    expect(reported.slice(1)).toEqual(['Deleted by list', 'Added by list']);
  });
});

function ownedBy({ metadata, apiVersion, kind }: ModelObject): object {
  return { ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid }] };
}

describe('the garbage collector', () => {
  it('deletes what a deleted object owned, and what that owned', () => {
    const model = new ApiModel();
    const owner = model.create(services, { metadata: name });
    const owned = model.create(slices, { metadata: { ...name, ...ownedBy(owner) } });
    model.create(slices, { metadata: { namespace: 'shop', name: 'b', ...ownedBy(owned) } });
    model.create(slices, { metadata: { namespace: 'shop', name: 'other' } });
    model.delete(services, name);
    collectGarbage(model);
    expect(model.list(slices).map(({ metadata }) => metadata.name)).toEqual(['other']);
  });
});
