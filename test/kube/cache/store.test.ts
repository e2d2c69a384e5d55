import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../../src/kube/cache/change.ts';
import { Store, type StoredObject } from '../../../src/kube/cache/store.ts';
import { replaceAll } from '../../support/objects/listing.ts';

interface Thing extends StoredObject {
  readonly color: string;
}

function thing(name: string, resourceVersion: number | string, more: { uid?: string; color?: string } = {}): Thing {
  const { uid = `uid-${name}`, color = 'red' } = more;
  return { metadata: { namespace: 'shop', name, uid, resourceVersion: String(resourceVersion) }, color };
}

function at(namespace: string, resourceVersion: number, name = 'a'): Thing {
  const { metadata, color } = thing(name, resourceVersion);
  return { metadata: { ...metadata, namespace, uid: `${namespace}-${name}` }, color };
}

function described(changes: readonly Change<Thing>[]): readonly string[] {
  return changes.map(({ type, object }) => `${type} ${object.metadata.uid}@${object.metadata.resourceVersion}`);
}

describe('a store fed by a watch', () => {
  it('returns what was added, modified and deleted', () => {
    const store = new Store<Thing>();
    expect(described(store.upsert(thing('a', 1)))).toEqual(['Added uid-a@1']);
    expect(store.upsert(thing('a', 2))).toEqual([
      { type: 'Modified', object: thing('a', 2), previous: thing('a', 1), source: 'watch' },
    ]);
    expect(described(store.remove(thing('a', 3)))).toEqual(['Deleted uid-a@3']);
    expect(store.size).toBe(0);
  });

  it('takes a list in one step per object, also where nothing has changed', () => {
    const store = new Store<Thing>();
    const things = [thing('a', 1), thing('b', 2)];
    replaceAll(store, things, '2');
    const steps = [...store.replacing(things, '3')];
    expect(steps.length).toBeGreaterThanOrEqual(things.length);
    expect(steps.filter((change) => change !== undefined)).toEqual([]);
  });

  it('returns no change for an equal version', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 1));
    expect(store.upsert(thing('a', 1, { color: 'blue' }))).toEqual([]);
    expect(store.get('shop/a')?.color).toBe('red');
  });

  it('never lets an older version replace a newer one, also where the newer has more digits', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 10));
    expect(store.upsert(thing('a', 9))).toEqual([]);
    expect(store.get('shop/a')?.metadata.resourceVersion).toBe('10');
  });

  it('compares versions beyond what a number can hold', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', '9007199254740993'));
    expect(described(store.upsert(thing('a', '9007199254740994')))).toEqual(['Modified uid-a@9007199254740994']);
  });

  it('knows which version is stored', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 2));
    const { metadata } = thing('a', 2);
    expect(store.isKnown(metadata)).toBe(true);
    expect(store.isKnown({ ...metadata, resourceVersion: '3' })).toBe(false);
    expect(store.isKnown({ ...metadata, uid: 'another' })).toBe(false);
    expect(store.isKnown({ ...metadata, name: 'b' })).toBe(false);
    expect(store.isKnown({})).toBe(false);
  });

  it('returns a recreation under the same name as a Deleted and an Added', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 1, { uid: 'old' }));
    expect(described(store.upsert(thing('a', 5, { uid: 'new' })))).toEqual(['Deleted old@1', 'Added new@5']);
  });

  it('keeps the successor when the deletion of its predecessor comes late', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 1, { uid: 'old' }));
    store.observeWrite(thing('a', 5, { uid: 'new' }));
    expect(described(store.remove(thing('a', 3, { uid: 'old' })))).toEqual(['Deleted old@3']);
    expect(store.get('shop/a')?.metadata.uid).toBe('new');
  });
});

describe('an object that leaves a selector and returns', () => {
  it('stays when the watch reports that it left after a write brought it back', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 1));
    store.observeWrite(thing('a', 5));
    expect(store.remove(thing('a', 3))).toEqual([]);
    expect(store.get('shop/a')?.metadata.resourceVersion).toBe('5');
  });
});

describe('a store fed by a list', () => {
  it('returns what is new, what differs and what is missing', () => {
    const store = new Store<Thing>();
    replaceAll(store, [thing('a', 1), thing('b', 2), thing('c', 3)], '3');
    const changes = replaceAll(store, [thing('a', 1), thing('b', 5), thing('d', 4)], '6');
    expect(described(changes)).toEqual(['Deleted uid-c@3', 'Modified uid-b@5', 'Added uid-d@4']);
    expect(changes.map(({ source }) => source)).toEqual(['list', 'list', 'list']);
  });

  it('returns a recreation that no watch reported', () => {
    const store = new Store<Thing>();
    replaceAll(store, [thing('a', 1, { uid: 'old' })], '1');
    expect(described(replaceAll(store, [thing('a', 7, { uid: 'new' })], '8'))).toEqual([
      'Deleted old@1',
      'Added new@7',
    ]);
  });

  it('keeps a write that is newer than the list', () => {
    const store = new Store<Thing>();
    replaceAll(store, [], '5');
    store.observeWrite(thing('a', 9));
    expect(replaceAll(store, [], '7')).toEqual([]);
    expect(store.get('shop/a')).toBeDefined();
  });

  it('drops a write that is older than the list and not in it', () => {
    const store = new Store<Thing>();
    replaceAll(store, [], '5');
    store.observeWrite(thing('a', 9));
    expect(described(replaceAll(store, [], '10'))).toEqual(['Deleted uid-a@9']);
  });

  it('accepts a list older than its horizon, because the data were restored from a backup', () => {
    const store = new Store<Thing>();
    replaceAll(store, [thing('a', 90), thing('b', 80)], '100');
    expect(described(replaceAll(store, [thing('a', 40)], '50'))).toEqual(['Deleted uid-b@80', 'Modified uid-a@40']);
    expect(described(store.upsert(thing('a', 51)))).toEqual(['Modified uid-a@51']);
  });
});

describe('the response to a write', () => {
  it('is stored at once, and its repetition by the watch is no change', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 1));
    store.observeWrite(thing('a', 2, { color: 'blue' }));
    expect(store.get('shop/a')?.color).toBe('blue');
    expect(store.upsert(thing('a', 2, { color: 'blue' }))).toEqual([]);
  });

  it('does not replace a newer version', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 3));
    store.observeWrite(thing('a', 2, { color: 'blue' }));
    expect(store.get('shop/a')?.color).toBe('red');
  });

  it.each([
    ['the deletion', (store: Store<Thing>) => store.remove(thing('a', 3))],
    ['a later list', (store: Store<Thing>) => replaceAll(store, [], '3')],
    ['a later bookmark', (store: Store<Thing>) => store.advance('3')],
  ])('does not bring back what was deleted, once %s has been seen', (_, see) => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 1));
    store.remove(thing('a', 1));
    see(store);
    store.observeWrite(thing('a', 2));
    expect(store.get('shop/a')).toBeUndefined();
  });
});

describe('an index', () => {
  const byColor = { indexes: { color: ({ color }: Thing) => [color] } };

  it('finds objects by their current values only', () => {
    const store = new Store<Thing>(byColor);
    store.upsert(thing('a', 1));
    store.upsert(thing('b', 2));
    store.upsert(thing('a', 3, { color: 'blue' }));
    expect(store.byIndex('color', 'red').map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(store.byIndex('color', 'blue').map(({ metadata }) => metadata.name)).toEqual(['a']);
    store.remove(thing('a', 4));
    expect(store.byIndex('color', 'blue')).toEqual([]);
  });

  it('treats names of built-in properties as ordinary values', () => {
    const store = new Store<Thing>(byColor);
    expect(store.byIndex('color', 'constructor')).toEqual([]);
    store.upsert(thing('a', 1, { color: '__proto__' }));
    expect(store.byIndex('color', '__proto__')).toHaveLength(1);
  });

  it('that does not exist is an error', () => {
    expect(() => new Store<Thing>().byIndex('color', 'red')).toThrow(
      'Cannot find objects by index "color": the store has no such index',
    );
  });
});

describe('a store of several namespaces, each with its own reflector', () => {
  it('drops only what a list misses in its own namespace', () => {
    const store = new Store<Thing>();
    replaceAll(store, [at('shop', 1), at('shop', 2, 'b')], '5', 'shop');
    replaceAll(store, [at('bank', 3)], '6', 'bank');
    expect(described(replaceAll(store, [at('shop', 1)], '9', 'shop'))).toEqual(['Deleted shop-b@2']);
    expect([...store.values()].map(({ metadata }) => metadata.uid)).toEqual(['shop-a', 'bank-a']);
  });

  it('compares the response to a write with the horizon of its namespace', () => {
    const store = new Store<Thing>();
    replaceAll(store, [], '5', 'shop');
    replaceAll(store, [], '50', 'bank');
    store.observeWrite(at('shop', 20));
    store.observeWrite(at('bank', 20));
    expect([...store.values()].map(({ metadata }) => metadata.uid)).toEqual(['shop-a']);
    store.advance('60', 'shop');
    store.observeWrite(at('shop', 55, 'b'));
    expect(store.size).toBe(1);
  });
});

describe('an object that was read beside the watch', () => {
  it('replaces an equal version, for it may have more fields, without a change', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 5));
    expect(store.observeRead(thing('a', 5, { color: 'crimson' }))).toEqual([]);
    expect(store.get('shop/a')?.color).toBe('crimson');
  });

  it('is a change when it is newer, because the watch only repeats it', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 5));
    expect(described(store.observeRead(thing('a', 7)))).toEqual(['Modified uid-a@7']);
    expect(described(store.observeRead(thing('b', 6)))).toEqual(['Added uid-b@6']);
    expect(store.upsert(thing('a', 7))).toEqual([]);
  });

  it('is ignored when the watch is further', () => {
    const store = new Store<Thing>();
    store.upsert(thing('a', 5));
    store.remove(thing('a', 8));
    expect(store.observeRead(thing('a', 5))).toEqual([]);
    expect(store.observeRead(thing('a', 7))).toEqual([]);
    expect(store.size).toBe(0);
  });
});

describe('a store that shares', () => {
  const log: string[] = [];
  const sharing = {
    take: (object: Thing) => {
      log.push(`+${object.color}`);
      return { ...object, color: `shared ${object.color}` };
    },
    release: ({ color }: Thing) => void log.push(`-${color}`),
  };

  it('releases all that it has taken, the previous object of a change last', () => {
    const store = new Store<Thing>({ sharing });
    store.upsert(thing('a', 1));
    expect(store.get('shop/a')?.color).toBe('shared red');
    store.upsert(thing('a', 2, { color: 'blue' }));
    store.observeWrite(thing('a', 3, { color: 'green' }));
    store.remove(thing('a', 4));
    replaceAll(store, [thing('b', 5)], '5');
    replaceAll(store, [], '6');
    const changed = ['+red', '+blue', '-shared red', '+green', '-shared blue', '-shared green'];
    expect(log).toEqual([...changed, '+red', '-shared red']);
  });
});

describe('an index that is attached', () => {
  it('gets replace() for a change if it has that, and else remove() and insert()', () => {
    const log: string[] = [];
    const plain = {
      insert: (_: string, { color }: Thing) => void log.push(`+${color}`),
      remove: (_: string, { color }: Thing) => void log.push(`-${color}`),
    };
    const replace = (_: string, previous: Thing, { color }: Thing) => void log.push(`${previous.color} to ${color}`);
    const store = new Store<Thing>({ attached: [plain, { ...plain, replace }] });
    store.upsert(thing('a', 1));
    store.upsert(thing('a', 2, { color: 'blue' }));
    store.remove(thing('a', 3));
    expect(log).toEqual(['+red', '+red', '-red', '+blue', 'red to blue', '-blue', '-blue']);
  });
});
