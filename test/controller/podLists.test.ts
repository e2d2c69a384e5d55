// What is known of pods when an object names one more annotation while they are being listed?
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { toCachedAsvc } from '../../src/controller/cachedObject.ts';
import { makeCaches, type Caches } from '../../src/controller/caches.ts';
import { Scope } from '../../src/controller/scope.ts';
import { Triggers } from '../../src/controller/triggers.ts';
import { priorityOf } from '../../src/election/priority.ts';
import { silentObserver } from '../../src/kube/observer.ts';
import type { Transport } from '../../src/kube/transport.ts';
import { asvcObject } from '../support/asvcs.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { field, listBytes, nested } from '../support/protobufBytes.ts';
import { json, rawStream, stream } from '../support/scriptedTransport.ts';

const [RANK, OTHER] = ['team/rank', 'team/other'];
let stopping: AbortController;

beforeEach(() => {
  stopping = new AbortController();
});

afterEach(() => stopping.abort());

function podBytes(name: string): Buffer {
  const annotations = [RANK, OTHER].map((key) => nested(12, field(1, key), field(2, '7')));
  return nested(1, field(1, name), field(3, 'shop'), field(5, `uid-${name}`), field(6, '5'), ...annotations);
}

const pods = listBytes('10', ['a', 'b', 'c', 'd'].map(podBytes));
const halves = [pods.subarray(0, pods.length / 2), pods.subarray(pods.length / 2)];

/** With no objects but four pods; of the pods one half comes when `betweenHalves` is over. */
function server(betweenHalves: () => void): Transport {
  async function* inHalves(signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    for await (const half of rawStream(halves)(signal).body) {
      yield half;
      if (half === halves[0]) betweenHalves();
    }
  }
  return {
    send: async () => json({ metadata: { resourceVersion: '10' }, items: [] }),
    stream: async ({ path, signal = stopping.signal }) => {
      const answer = stream([])(signal);
      const isWatch = path.includes('watch=');
      return isWatch ? answer : { ...answer, body: Object.assign(inHalves(signal), { text: async () => '' }) };
    },
    close: async () => undefined,
  };
}

function name(key: string, { annotationKeys }: Caches): void {
  annotationKeys.insert('', toCachedAsvc(asvcObject('orders', { election: { priorityAnnotation: key } })));
}

test.each<[string, readonly string[], number]>([
  ['the first list', [RANK], 2],
  ['the first list, and another one during the list that follows', [RANK, OTHER], 3],
])('an annotation that is named during %s is known of all pods in the end', async (_, named, expectedLists) => {
  const caches = makeCaches();
  let lists = 0;
  const transport = server(() => {
    const key = named[lists];
    lists += 1;
    if (key !== undefined) name(key, caches);
  });
  const clock = new FakeClock();
  const triggers = new Triggers(caches, { reconcile: () => undefined, report: () => undefined, end: () => undefined });
  const options = { caches, triggers, clock, sliceDeleted: () => undefined, apiObserver: silentObserver };
  const scope = new Scope({ namespace: '', connection: { transport }, ...options });
  scope.start(stopping.signal);
  for (let step = 0; step < 10; step += 1) await clock.advance(100);
  await scope.synced();
  for (const key of named)
    expect([...caches.pods.values()].map((pod) => priorityOf(pod, key).value)).toEqual([7, 7, 7, 7]);
  expect(lists).toBe(expectedLists);
});
