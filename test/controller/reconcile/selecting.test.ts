// The indexes between pods and objects find exactly what a search of everything finds.
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { CachedAsvc } from '../../../src/controller/cache/cachedObject.ts';
import { makeCaches } from '../../../src/controller/cache/caches.ts';
import { toPodView } from '../../../src/controller/cache/podView.ts';
import { pods } from '../../../src/controller/cache/resources.ts';
import { observe } from '../../../src/controller/reconcile/observe.ts';
import { ReconcileStates } from '../../../src/controller/reconcile/reconcileState.ts';
import { matches } from '../../../src/desired/selector.ts';
import { objectKey } from '../../../src/kube/resource.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { noNodeMonitor } from '../../support/election/nodes.ts';
import { ApiModel } from '../../support/model/apiModel.ts';
import { ModelClient } from '../../support/model/client.ts';
import type { ModelObject } from '../../support/model/object.ts';
import { toCachedAsvc } from '../../support/objects/cached.ts';

type Labels = Readonly<Record<string, string>>;

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly object[];
}

/** The objects in the API, and the caches that follow them. */
class World {
  readonly caches = makeCaches();
  readonly model = new ApiModel();
  #versions = 0;

  get pods(): readonly ModelObject[] {
    return this.model.list(pods);
  }

  asvc(namespace: string, name: string, selector: Selector): void {
    this.caches.asvcs.upsert(this.#asvc(namespace, name, selector));
  }

  noAsvc(namespace: string, name: string): void {
    this.caches.asvcs.remove(this.#asvc(namespace, name, {}));
  }

  pod(namespace: string, name: string, labels: Labels): void {
    const stored = this.model.put(pods, { metadata: { namespace, name, labels } });
    this.caches.pods.upsert(toPodView(stored, this.caches.labelDemand));
  }

  noPod(namespace: string, name: string): void {
    if (this.model.storage.find(pods, { namespace, name }) === undefined) return;
    const { metadata } = this.model.get(pods, { namespace, name });
    this.model.remove(pods, { namespace, name });
    const last = { metadata: { ...metadata, resourceVersion: this.model.storage.version } };
    this.caches.pods.remove(toPodView(last, this.caches.labelDemand));
  }

  #asvc(namespace: string, name: string, selector: Selector): CachedAsvc {
    this.#versions += 1;
    const resourceVersion = String(this.#versions);
    const creationTimestamp = '2026-01-01T00:00:00Z';
    const metadata = {
      namespace,
      name,
      uid: `${namespace}-${name}`,
      resourceVersion,
      generation: 1,
      creationTimestamp,
    };
    const spec = { selector, service: { ports: [{ port: 80 }] } };
    return toCachedAsvc(Object.assign({ metadata }, { spec }));
  }

  /** Looks up, for each object, the pods whose labels were not kept. */
  async ask(): Promise<void> {
    const { model, caches } = this;
    const source = { client: new ModelClient(model), caches, podChanged: () => undefined };
    for (const asvc of this.caches.asvcs.values()) {
      if (this.caches.unreadPods.isMissing(asvc)) await this.caches.unreadPods.ask(asvc, source);
    }
  }
}

function selects(asvc: CachedAsvc, { metadata: { namespace, labels = {} } }: ModelObject): boolean {
  const parsed = asvc.parse();
  return asvc.metadata.namespace === namespace && parsed.valid && matches(parsed.value.spec.selector, labels);
}

/** "shop/a: shop/b" for each pod and each object that selects it: by the index of objects, and by that of pods. */
function found({ caches }: World) {
  const sources = {
    caches,
    nodeMonitor: noNodeMonitor,
    reconcileStates: new ReconcileStates(),
    clock: new FakeClock(),
  };
  const ofPods = [...caches.pods.values()].flatMap((view) => pairs([view], caches.selectors.selecting(view)));
  const ofObjects = [...caches.asvcs.values()].flatMap((asvc) =>
    pairs(observe(objectKey(asvc.metadata), sources)?.pods ?? [], [asvc]),
  );
  return { ofPods: ofPods.toSorted(), ofObjects: ofObjects.toSorted() };
}

/** The same by a search of everything in the API. */
function expected({ caches, pods: all }: World): readonly string[] {
  const objects = [...caches.asvcs.values()];
  return all
    .flatMap((pod) =>
      pairs(
        [pod],
        objects.filter((asvc) => selects(asvc, pod)),
      ),
    )
    .toSorted();
}

interface Named {
  readonly metadata: { readonly namespace?: string; readonly name: string };
}

function pairs(views: readonly Named[], asvcs: readonly Named[]): readonly string[] {
  return views.flatMap((view) => asvcs.map((asvc) => `${objectKey(view.metadata)}: ${objectKey(asvc.metadata)}`));
}

const namespaces = fc.constantFrom('shop', 'bank');
const names = fc.constantFrom('a', 'b', 'c', 'd');
// Names of JavaScript's built-in properties are legal label keys.
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
// A selector without any requirement is invalid.
const selectors = fc.record({ matchLabels: labels, matchExpressions: expressions });

const changes = fc.oneof(
  fc.record({ kind: fc.constant('asvc' as const), namespace: namespaces, name: names, selector: selectors }),
  fc.record({ kind: fc.constant('pod' as const), namespace: namespaces, name: names, labels }),
  fc.record({ kind: fc.constantFrom('no asvc' as const, 'no pod' as const), namespace: namespaces, name: names }),
  fc.record({ kind: fc.constant('ask' as const), namespace: namespaces, name: names }),
);

type ChangeMade = typeof changes extends fc.Arbitrary<infer T> ? T : never;

async function make(change: ChangeMade, world: World): Promise<void> {
  const { namespace, name } = change;
  switch (change.kind) {
    case 'asvc':
      return world.asvc(namespace, name, change.selector);
    case 'pod':
      return world.pod(namespace, name, change.labels);
    case 'no asvc':
      return world.noAsvc(namespace, name);
    case 'no pod':
      return world.noPod(namespace, name);
    case 'ask':
      return world.ask();
  }
}

describe('pods and the objects that select them', () => {
  it('find each other as a search does, in whatever order they are created, changed and deleted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 40 }), async (history) => {
        const world = new World();
        for (const change of history) await make(change, world);
        await world.ask();
        const all = expected(world);
        expect(found(world)).toEqual({ ofPods: all, ofObjects: all });
      }),
      { numRuns: 500 },
    );
  });

  it('never find a wrong match, also before any look-up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 40 }), async (history) => {
        const world = new World();
        for (const change of history) await make(change, world);
        const all = new Set(expected(world));
        const { ofPods, ofObjects } = found(world);
        expect([...ofPods, ...ofObjects].filter((pair) => !all.has(pair))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('leave nothing behind when they are gone', async () => {
    const world = new World();
    world.asvc('shop', 'a', { matchLabels: { app: 'x' } });
    world.pod('shop', 'a', { app: 'x', other: 'y' });
    world.noAsvc('shop', 'a');
    expect(world.caches.labelDemand.isAskedAnywhere('app')).toBe(false);
    world.pod('shop', 'a', { app: 'x', color: 'red' });
    expect([...world.caches.pods.values()].map(({ metadata }) => metadata.labels)).toEqual([{}]);
  });

  it('are searched among few: the pods with the rarest label', () => {
    const world = new World();
    world.asvc('shop', 'orders', { matchLabels: { company: 'ours', app: 'orders' } });
    for (let count = 0; count < 100; count++) {
      const app = count < 3 ? 'orders' : 'other';
      world.pod('shop', `pod-${count}`, { company: 'ours', app });
    }
    const { podsByLabel } = world.caches;
    expect(podsByLabel.fewest('shop', { company: 'ours', app: 'orders' })).toHaveLength(3);
    expect(podsByLabel.fewest('bank', { company: 'ours' })).toEqual([]);
  });

  it('do not index the hashes of revisions, by which no object selects', () => {
    const world = new World();
    world.pod('shop', 'orders-0', { 'pod-template-hash': 'f00' });
    expect(world.caches.podsByLabel.fewest('shop', { 'pod-template-hash': 'f00' })).toBeUndefined();
    world.asvc('shop', 'orders', { matchLabels: { 'pod-template-hash': 'f00' } });
    expect(found(world).ofObjects).toEqual(['shop/orders-0: shop/orders']);
  });

  it('find each other by hundreds of label keys', () => {
    const world = new World();
    for (let count = 0; count < 300; count++) {
      world.asvc('shop', `asvc-${count}`, { matchLabels: { [`key-${count}`]: 'x' } });
      world.pod('shop', `pod-${count}`, { [`key-${count}`]: 'x' });
    }
    expect(found(world).ofObjects).toEqual(expected(world));
    expect(found(world).ofPods).toContain('shop/pod-299: shop/asvc-299');
  });
});
