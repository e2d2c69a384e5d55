// Changes by hand, or by another program, of the EndpointSlice that records and publishes the active pod.
import { expect } from '@jest/globals';
import { CHANGE_TRIGGER_ANNOTATION, LEDGER_ANNOTATION, TERM_ANNOTATION } from '../../src/api/names.ts';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { eventually } from '../cluster/eventually.ts';
import { deleteObject, getObject, patchObject } from '../cluster/objects.ts';
import { endpointSlices } from '../cluster/resources.ts';
import { sliceOf } from './published.ts';
import type { Scene } from './scene.ts';

/** A merge patch, computed from the current slice. */
export type Tampering = (slice: EndpointSlice) => object;

function annotated(annotations: Readonly<Record<string, string | null>>): Tampering {
  return () => ({ metadata: { annotations } });
}

function listing(edit: (endpoints: NonNullable<EndpointSlice['endpoints']>) => readonly object[]): Tampering {
  return ({ endpoints }) => ({ endpoints: edit(endpoints ?? []) });
}

const otherEndpoint = { addresses: ['10.9.9.9'], conditions: { ready: true } };

/** Each makes the record itself untrusted. */
export const damages: Readonly<Record<string, Tampering>> = {
  'a term of 2^53 − 1': annotated({ [TERM_ANNOTATION]: String(Number.MAX_SAFE_INTEGER) }),
  'a term far above': annotated({ [TERM_ANNOTATION]: '5000' }),
  'a term below': annotated({ [TERM_ANNOTATION]: '0' }),
  'a term that is not a number': annotated({ [TERM_ANNOTATION]: 'next' }),
  'no term': annotated({ [TERM_ANNOTATION]: null }),
  'a record that is not JSON': annotated({ [LEDGER_ANNOTATION]: '{' }),
  'a record of another pod': annotated({
    [LEDGER_ANNOTATION]: '{"holder":{"name":"x","uid":"y"},"intent":"Serving"}',
  }),
  'no annotations': annotated({ [TERM_ANNOTATION]: null, [LEDGER_ANNOTATION]: null }),
  'a second endpoint': listing((endpoints) => [...endpoints, otherEndpoint]),
  'another endpoint': listing(() => [otherEndpoint]),
  'no endpoint': listing(() => []),
};

/** Each leaves the record unchanged. */
export const edits: Readonly<Record<string, Tampering>> = {
  'another address': listing((endpoints) => endpoints.map((endpoint) => ({ ...endpoint, addresses: ['10.9.9.9'] }))),
  'an unready endpoint': listing((endpoints) =>
    endpoints.map((endpoint) => ({ ...endpoint, conditions: { ready: false } })),
  ),
  'another port': () => ({ ports: [{ name: '', port: 9, protocol: 'TCP' }] }),
  'no labels': ({ metadata }) => ({
    metadata: { labels: Object.fromEntries(Object.keys(metadata?.labels ?? {}).map((label) => [label, null])) },
  }),
};

/** The resourceVersion of this change. */
export async function tamper(scene: Scene, tampering: Tampering): Promise<string> {
  const { api } = scene.plane;
  const patch = tampering(await sliceIn(scene));
  const { metadata } = await patchObject<EndpointSlice>(api, endpointSlices, { ...sliceOf(scene), patch });
  return metadata?.resourceVersion ?? '';
}

export async function deleteSlice(scene: Scene): Promise<void> {
  await deleteObject(scene.plane.api, endpointSlices, sliceOf(scene));
}

export async function sliceIn(scene: Scene): Promise<EndpointSlice> {
  const slice = await getObject<EndpointSlice>(scene.plane.api, endpointSlices, sliceOf(scene));
  if (slice === undefined) throw new Error(`there is no slice of ${scene.namespace}/${scene.name}`);
  return slice;
}

/** Waits until the slice has its previous content again. */
export async function untilLike(scene: Scene, before: EndpointSlice): Promise<void> {
  const target = { resource: endpointSlices, ...sliceOf(scene) };
  const wanted = contentOf(before);
  await eventually<EndpointSlice>(scene.plane.api, target, (slice) => expect(contentOf(slice)).toEqual(wanted));
}

function contentOf({ metadata, addressType, endpoints, ports }: EndpointSlice): object {
  const { [CHANGE_TRIGGER_ANNOTATION]: _, ...annotations } = metadata?.annotations ?? {};
  const { labels, ownerReferences } = metadata ?? {};
  return { labels, annotations, ownerReferences, addressType, endpoints, ports };
}
