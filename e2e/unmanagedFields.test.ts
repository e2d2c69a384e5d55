// Unmanaged fields of other clients' objects take no memory in the operator.
import { expect, test } from '@jest/globals';
import type { KubeObject } from '../src/kube/wire.ts';
import { createObject, deleteObject } from './cluster/objects.ts';
import { pods, services } from './cluster/resources.ts';
import { seriesIn, sumOf, type Series } from './support/exposition.ts';
import { setUpStage } from './support/onStage.ts';
import { untilPublished } from './support/published.ts';
import { openScene, setReady } from './support/scene.ts';
import { untilScraped } from './support/scrape.ts';
import { openServingScene } from './support/servingScene.ts';

const WAVE = 40;

/** V8 collects garbage at any time. */
const TIDY_MS = 60_000;

const stage = setUpStage();

function residentBytes(series: readonly Series[]): number {
  return sumOf(series, 'process_resident_memory_bytes') ?? 0;
}

/** 0.9 MB that no other object has. */
function texts(name: string): Record<string, string> {
  const prefix = `${`${name}.`.repeat(40)}x`.slice(-200).replace(/^[-.]+/, '');
  const entries = Array.from({ length: 2300 }, (_, index) => [
    `${prefix}/${'k'.repeat(50)}-${index}`,
    `${name}-${index}`,
  ]);
  return Object.fromEntries(entries.map(([key = '', value = '']) => [key, value.padEnd(60, 'v')]));
}

const specs = {
  Pod: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
  Service: { clusterIP: 'None', ports: [{ port: 80 }] },
};

test.each([
  ['Pods', pods, specs.Pod],
  ['Services', services, specs.Service],
])(
  '%s with 0.9 MB of labels each take no memory after their deletion',
  async (_, resource, spec) => {
    const { api } = stage.plane;
    const [scene, strange] = [await openServingScene(stage.plane), await openScene(stage.plane, 'strange')];
    const before = residentBytes(seriesIn(await stage.operator.metrics()));
    for (let count = 0; count < WAVE; count += 1) {
      const metadata = { namespace: strange.namespace, name: `s-${count}`, labels: texts(`s-${count}`) };
      await createObject<KubeObject & { readonly spec: object }>(api, resource, { metadata, spec });
      await deleteObject(api, resource, { namespace: strange.namespace, name: `s-${count}`, gracePeriodSeconds: 0 });
    }
    // The operator continues as before.
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await untilScraped(
      stage.operator,
      (series) => {
        expect(residentBytes(series) / before).toBeLessThan(1.25);
      },
      TIDY_MS,
    );
  },
  180_000,
);
