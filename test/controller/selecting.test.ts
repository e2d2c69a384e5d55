// Pods and objects find each other by indexes. They must find exactly what looking at everything would find.
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toCachedAsvc, type CachedAsvc } from '../../src/controller/cachedObject.ts';
import { makeCaches, type Caches } from '../../src/controller/caches.ts';
import { Notices } from '../../src/controller/notices.ts';
import { observe } from '../../src/controller/observe.ts';
import { toPodView } from '../../src/controller/podView.ts';
import { Recollections } from '../../src/controller/recollection.ts';
import { matches } from '../../src/desired/selector.ts';
import type { PodView } from '../../src/election/podView.ts';
import { objectKey } from '../../src/kube/resource.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { noCensus } from '../support/nodes.ts';

type Labels = Readonly<Record<string, string>>;

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly object[];
}

let versions = 0;

function metadataOf(namespace: string, name: string): object {
  versions += 1;
  const creationTimestamp = '2026-01-01T00:00:00Z';
  return {
    namespace,
    name,
    uid: `${namespace}-${name}`,
    resourceVersion: String(versions),
    generation: 1,
    creationTimestamp,
  };
}

function asvc(namespace: string, name: string, selector: Selector): CachedAsvc {
  const spec = { selector, service: { ports: [{ port: 80 }] } };
  return toCachedAsvc(Object.assign({ metadata: metadataOf(namespace, name) }, { spec }));
}

function pod(namespace: string, name: string, labels: Labels): PodView {
  return toPodView({ metadata: { ...metadataOf(namespace, name), labels } });
}

function selects({ metadata, parsed }: CachedAsvc, { metadata: other }: PodView): boolean {
  return metadata.namespace === other.namespace && parsed.valid && matches(parsed.value.spec.selector, other.labels);
}

/** By the indexes, both ways. */
function found(caches: Caches) {
  const sources = {
    caches,
    census: noCensus,
    recollections: new Recollections(),
    notices: new Notices(),
    clock: new FakeClock(),
  };
  const ofPods = [...caches.pods.values()].map((view) => keysOf(caches.selectors.selecting(view)));
  const ofObjects = [...caches.asvcs.values()].map((object) =>
    keysOf(observe(objectKey(object.metadata), sources)?.pods ?? []),
  );
  return { ofPods, ofObjects };
}

/** By looking at everything. */
function expected({ pods, asvcs }: Caches) {
  const [views, objects] = [[...pods.values()], [...asvcs.values()]];
  return {
    ofPods: views.map((view) => keysOf(objects.filter((object) => selects(object, view)))),
    ofObjects: objects.map((object) => keysOf(views.filter((view) => selects(object, view)))),
  };
}

function keysOf(all: readonly { readonly metadata: { namespace: string; name: string } }[]): readonly string[] {
  return all.map(({ metadata }) => objectKey(metadata)).toSorted();
}

const namespaces = fc.constantFrom('shop', 'bank');
const names = fc.constantFrom('a', 'b', 'c', 'd');
// Keys that every object of the language has are legal labels.
const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'constructor'), fc.constantFrom('x', 'y'), {
  noNullPrototype: true,
});
const expressions = fc.array(
  fc.oneof(
    fc.record({ key: fc.constant('app'), operator: fc.constantFrom('In', 'NotIn'), values: fc.constant(['x']) }),
    fc.record({ key: fc.constant('tier'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  ),
  { maxLength: 2 },
);
// One that selects nothing at all is invalid.
const selectors = fc.record({ matchLabels: labels, matchExpressions: expressions });

const changes = fc.oneof(
  fc.record({ kind: fc.constant('asvc' as const), namespace: namespaces, name: names, selector: selectors }),
  fc.record({ kind: fc.constant('pod' as const), namespace: namespaces, name: names, labels }),
  fc.record({ kind: fc.constantFrom('no asvc' as const, 'no pod' as const), namespace: namespaces, name: names }),
);

type ChangeMade = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function make(change: ChangeMade, { asvcs, pods }: Caches): void {
  const { namespace, name } = change;
  switch (change.kind) {
    case 'asvc':
      return void asvcs.upsert(asvc(namespace, name, change.selector));
    case 'pod':
      return void pods.upsert(pod(namespace, name, change.labels));
    case 'no asvc':
      return void asvcs.remove(asvc(namespace, name, {}));
    case 'no pod':
      return void pods.remove(pod(namespace, name, {}));
  }
}

describe('pods and the objects that select them', () => {
  it('find each other as if everything was looked at, whatever comes, changes and goes in which order', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 40 }), (history) => {
        const caches = makeCaches();
        for (const change of history) make(change, caches);
        expect(found(caches)).toEqual(expected(caches));
      }),
      { numRuns: 500 },
    );
  });

  it('are looked for among few: those of the label that fewest have', () => {
    const caches = makeCaches();
    caches.asvcs.upsert(asvc('shop', 'orders', { matchLabels: { company: 'ours', app: 'orders' } }));
    for (let count = 0; count < 100; count++) {
      const app = count < 3 ? 'orders' : 'other';
      caches.pods.upsert(pod('shop', `pod-${count}`, { company: 'ours', app }));
    }
    expect(caches.podsByLabel.fewest('shop', { company: 'ours', app: 'orders' })).toHaveLength(3);
    expect(caches.podsByLabel.fewest('bank', { company: 'ours' })).toEqual([]);
  });

  it('spend nothing on labels that nobody selects by', () => {
    const caches = makeCaches();
    caches.pods.upsert(pod('shop', 'orders-0', { app: 'orders', hash: 'f00' }));
    caches.asvcs.upsert(asvc('shop', 'orders', { matchLabels: { app: 'orders' } }));
    expect(caches.podsByLabel.fewest('shop', { hash: 'f00' })).toBeUndefined();
  });

  it('find each other with more label keys than are worth an index', () => {
    const caches = makeCaches();
    for (let count = 0; count < 300; count++) {
      caches.asvcs.upsert(asvc('shop', `asvc-${count}`, { matchLabels: { [`key-${count}`]: 'x' } }));
      caches.pods.upsert(pod('shop', `pod-${count}`, { [`key-${count}`]: 'x' }));
    }
    expect(found(caches)).toEqual(expected(caches));
    expect(found(caches).ofPods[299]).toEqual(['shop/asvc-299']);
  });
});
