// Measures the memory that the metadata of other clients takes while their objects exist, and afterwards. Run as `node
// --expose-gc test/support/operator/unmanagedFieldsMemory.ts KIND COUNT`, it prints the used heap in bytes.
import { toCachedService, toCachedSlice } from '../../../src/controller/cache/cachedObject.ts';
import { makeCaches } from '../../../src/controller/cache/caches.ts';
import { toNodeView } from '../../../src/controller/cache/nodeView.ts';
import { toPodView } from '../../../src/controller/cache/podView.ts';
import { endpointSlices, nodes, pods, services } from '../../../src/controller/cache/resources.ts';
import type { StoredObject } from '../../../src/kube/cache/store.ts';
import { StoreWriter, type StoreWriterOptions } from '../../../src/kube/cache/storeWriter.ts';
import { parseWatchEvent } from '../../../src/kube/cache/watchEvent.ts';
import type { Resource } from '../../../src/kube/resource.ts';

const [, , kind = 'pods', count = '300'] = process.argv;
const caches = makeCaches();

function objectRejected({ error }: { readonly error: unknown }): never {
  throw error;
}

function storeWriterOf<T extends StoredObject>(
  options: Pick<StoreWriterOptions<T>, 'resource' | 'transform' | 'store'>,
) {
  const storeWriter = new StoreWriter<T>({ ...options, onChange: () => undefined, observer: { objectRejected } });
  return {
    resource: options.resource,
    apply: (line: string) => storeWriter.apply(parseWatchEvent(line, options.resource)),
  };
}

interface Followed {
  readonly resource: Resource;
  readonly apply: (line: string) => void;
}

const followed: Readonly<Record<string, Followed>> = {
  pods: storeWriterOf({ resource: pods, transform: (pod) => toPodView(pod, caches.labelDemand), store: caches.pods }),
  services: storeWriterOf({
    resource: services,
    transform: (object) => toCachedService(object, caches.parsed),
    store: caches.services,
  }),
  slices: storeWriterOf({
    resource: endpointSlices,
    transform: (object) => toCachedSlice(object, caches.parsed),
    store: caches.slices,
  }),
  nodes: storeWriterOf({ resource: nodes, transform: toNodeView, store: caches.nodes }),
};

/** 0.9 MB; # is replaced by text that is unique per object. */
const texts = Object.fromEntries(
  Array.from({ length: 3000 }, (_, index) => [`${'p'.repeat(200)}.#.x/${index}`, `${'v'.repeat(50)}-#-${index}`]),
);
const metadata = { namespace: 'strange', name: 's-#', uid: 'u-#', labels: texts, annotations: texts };
const object = JSON.stringify({ metadata }).replace('"metadata":{', '"metadata":{"resourceVersion":"VERSION",');

let version = 0;

function line(type: string, ordinal: number): string {
  version += 1;
  const text = object.replaceAll('#', String(ordinal)).replace('VERSION', String(version));
  return `{"type":"${type}","object":${text}}`;
}

function heapUsed(): number {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function tell(types: readonly string[], ordinals: readonly number[]): void {
  for (const type of types) for (const ordinal of ordinals) followed[kind]?.apply(line(type, ordinal));
}

// A first wave, so that compiled code and the like count from the start.
tell(['ADDED', 'MODIFIED', 'DELETED'], [0, 1, 2]);
const ordinals = Array.from({ length: Number(count) }, (_, ordinal) => ordinal);
const before = heapUsed();
tell(['ADDED', 'MODIFIED'], ordinals);
const during = heapUsed();
tell(['DELETED'], ordinals);
process.stdout.write(JSON.stringify({ before, during, after: heapUsed() }));
